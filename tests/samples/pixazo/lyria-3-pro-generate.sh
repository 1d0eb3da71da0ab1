# Pixazo, "Lyria API", read 2026-11-21: the cURL sample of a request.
curl -X POST "https://gateway.pixazo.ai/lyria-3-pro/v1/lyria-3-pro/generate" \
  -H "Content-Type: application/json" \
  -H "Cache-Control: no-cache" \
  -H "Ocp-Apim-Subscription-Key: YOUR_SUBSCRIPTION_KEY" \
  --data-raw '{
    "prompt": "A calm acoustic folk song with gentle guitar and soft strings. Instrumental only."
  }'
