# Segmind, "Meta MusicGen Medium", read 2026-11-21: the Python sample, printed twice.
import requests
import json

url = "https://api.segmind.com/v1/meta-musicgen-medium"
headers = {
 "x-api-key": "YOUR_API_KEY",
 "Content-Type": "application/json"
}

data = {
 "prompt": "lo-fi music with a soothing melody",
 "duration": 10,
 "seed": 42
}

response = requests.post(url, headers=headers, json=data)

if response.status_code == 200:
 result = response.json()
 print(json.dumps(result, indent=2))
else:
 print(f"Error: {response.status_code}")
 print(response.text)
