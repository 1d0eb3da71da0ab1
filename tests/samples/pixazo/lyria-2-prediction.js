// Pixazo, "Lyria API", read 2026-11-21: the JavaScript sample of a status.
const url = 'https://gateway.pixazo.ai/lyria-2/v1/lyria-2/prediction';
const headers = {
  'Content-Type': 'application/json',
  'Cache-Control': 'no-cache',
  'Ocp-Apim-Subscription-Key': 'YOUR_API_KEY'
};
const data = {
  prediction_id: 'abc123def456'
};

fetch(url, {
  method: 'POST',
  headers: headers,
  body: JSON.stringify(data)
})
.then(response => response.json())
.then(data => console.log(data))
.catch(error => console.error('Error:', error));
