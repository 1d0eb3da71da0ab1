# Pixazo, "Lyria API", read 2026-11-21: the cURL sample of a request.
curl -X POST "https://gateway.pixazo.ai/lyria-2/v1/lyria-2/generate" \
  -H "Content-Type: application/json" \
  -H "Cache-Control: no-cache" \
  -H "Ocp-Apim-Subscription-Key: YOUR_API_KEY" \
  --data-raw '{
    "prompt": "Futuristic country music, steel guitar, huge 808s"
  }'
