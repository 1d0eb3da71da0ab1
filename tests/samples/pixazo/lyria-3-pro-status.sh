# Pixazo, "Lyria API", read 2026-11-21: the cURL sample of the universal status, for Lyria 3 Pro.
curl -H "Ocp-Apim-Subscription-Key: YOUR_API_KEY" \
  "https://gateway.pixazo.ai/v2/requests/status/lyria-3-pro_019d5721-c333-7002-426f-b50cf48bab672"
