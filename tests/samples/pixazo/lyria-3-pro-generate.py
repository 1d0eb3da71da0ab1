# Pixazo, "Lyria API", read 2026-11-21: the Python sample of a request.
import requests

url = "https://gateway.pixazo.ai/lyria-3-pro/v1/lyria-3-pro/generate"
headers = {
    "Content-Type": "application/json",
    "Cache-Control": "no-cache",
    "Ocp-Apim-Subscription-Key": "YOUR_SUBSCRIPTION_KEY"
}
data = {
    "prompt": "A calm acoustic folk song with gentle guitar and soft strings. Instrumental only."
}

response = requests.post(url, json=data, headers=headers)
print(response.json())
