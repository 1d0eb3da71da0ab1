// Pixazo, "Lyria API", read 2026-11-21: the JavaScript sample of a request.
const url = 'https://gateway.pixazo.ai/lyria-3-pro/v1/lyria-3-pro/generate';
const headers = {
  'Content-Type': 'application/json',
  'Cache-Control': 'no-cache',
  'Ocp-Apim-Subscription-Key': 'YOUR_SUBSCRIPTION_KEY'
};
const data = {
  prompt: 'A calm acoustic folk song with gentle guitar and soft strings. Instrumental only.'
};

fetch(url, {
  method: 'POST',
  headers: headers,
  body: JSON.stringify(data)
})
.then(response => response.json())
.then(data => console.log(data))
.catch(error => console.error('Error:', error));
