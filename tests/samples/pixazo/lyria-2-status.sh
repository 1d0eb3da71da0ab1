# Pixazo, "Lyria API", read 2026-11-21: the cURL sample of the universal status, for Lyria 2.
curl -H "Ocp-Apim-Subscription-Key: YOUR_API_KEY" \
  "https://gateway.pixazo.ai/v2/requests/status/lyria-2_019dxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"
