# Pixazo, "Lyria API", read 2026-11-21: the cURL sample of a status.
curl -X POST "https://gateway.pixazo.ai/lyria-2/v1/lyria-2/prediction" \
  -H "Content-Type: application/json" \
  -H "Cache-Control: no-cache" \
  -H "Ocp-Apim-Subscription-Key: YOUR_API_KEY" \
  --data-raw '{
    "prediction_id": "abc123def456"
  }'
