# Pixazo, "Lyria API", read 2026-11-21: the Python sample of a request.
import requests

url = "https://gateway.pixazo.ai/lyria-2/v1/lyria-2/generate"
headers = {
    "Content-Type": "application/json",
    "Cache-Control": "no-cache",
    "Ocp-Apim-Subscription-Key": "YOUR_API_KEY"
}
data = {
    "prompt": "Futuristic country music, steel guitar, huge 808s"
}

response = requests.post(url, json=data, headers=headers)
print(response.json())
