// The code samples printed in the vendors' pages, run against the sandbox: README.md says what is filled in and what is broken.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { filledIn, folder, requests, run, sandbox, send, sendRaw } from "./run.mjs";

const KEY = "SAMPLES_key";
const SEGMIND = [["https://api.segmind.com", `${sandbox}/segmind`], ["YOUR_API_KEY", KEY]];
const AIMLAPI = [["https://api.aimlapi.com", `${sandbox}/aimlapi`], ["'<YOUR_AIMLAPI_KEY>'", `'${KEY}'`]];
const PIXAZO = [["https://gateway.pixazo.ai", `${sandbox}/pixazo`], ["YOUR_API_KEY", KEY]];
const PIXAZO_PRO = [PIXAZO[0], ["YOUR_SUBSCRIPTION_KEY", KEY]];

/** A message of HTTP names its host and its path apart. */
const AIMLAPI_RAW = [
  ["Host: api.aimlapi.com", `Host: ${new URL(sandbox).host}`],
  [" /v2/generate/audio", " /aimlapi/v2/generate/audio"],
  ["<YOUR_AIMLAPI_KEY>", KEY],
];

const LYRIA_2 = "/pixazo/lyria-2/v1/lyria-2/generate";
const used = new Set();
let orders = 0;

const printed = (file) => (used.add(file), readFile(join(folder, file), "utf8"));
const program = (file, how) => (used.add(file), run(file, how));

before(() => control("reset", {}));

after(async () => {
  const { billed } = await control("ledger");
  assert.equal(billed.length, orders, "each order that a sample placed is billed once");
});

describe("samples", { concurrency: true }, () => {
  describe("Segmind", { concurrency: false }, () => {
    test("the SDK's sample prints a result, and waits for a second one", async () => {
      orders += 2;
      const env = { SEGMIND_API_KEY: KEY };
      const { stdout, stderr } = await program("segmind/lyria-2.py", { through: ["segmind/here.py"], env });
      assert.equal(stderr, "");
      assert.match(stdout, /^COMPLETED\nhttp\S+\.wav\n[\d.]+\n[\da-f-]{36}\n$/);
    });

    test("the sample that reads JSON prints it, where the vendor answers JSON", async () => {
      orders += 1;
      await control("faults", { vendor: "segmind", route: "submit", kind: "json" });
      const { stdout, stderr } = await program("segmind/meta-musicgen-medium.py", { changes: SEGMIND });
      assert.equal(stderr, "");
      assert.match(JSON.parse(stdout).output, /^http\S+\.wav$/);
    });

    test("and breaks, as README.md says, where it answers with audio as its page says", async () => {
      orders += 1;
      const { code, stderr } = await program("segmind/meta-musicgen-medium.py", { changes: SEGMIND });
      assert.equal(code, 1);
      assert.match(stderr, /(UnicodeDecodeError|JSONDecodeError)/);
    });
  });

  describe("AI/ML API", { concurrency: true }, () => {
    test("the Python sample waits for its track and prints where it is", async () => {
      orders += 1;
      const { stdout, stderr } = await program("aimlapi/lyria-2.py", { changes: AIMLAPI });
      assert.equal(stderr, "");
      const [first, ...rest] = stdout.trim().split("\n");
      assert.match(first, /^Generation: \{'id': '[^']+:lyria2', 'status': 'queued'\}$/);
      assert.match(rest.pop(), /^Generation complete:\/n \{'id': '[^']+:lyria2', 'status': 'completed', 'audio_file': \{.*'content_type': 'audio\/wav', 'file_name': '[^']+\.wav', 'file_size': \d+\}/);
      assert.ok(rest.length > 0 && rest.every((line) => line === "Still waiting... Checking again in 10 seconds."), stdout);
    });

    test("the JavaScript sample waits for its track and prints where it is", async () => {
      orders += 1;
      const { stdout, stderr } = await program("aimlapi/lyria-2.js", { changes: AIMLAPI });
      assert.equal(stderr, "");
      assert.match(stdout, /^Generation: \{ id: '[^']+:lyria2', status: 'queued' \}\n/);
      assert.match(stdout, /Generation complete:\n \{\n  id: '[^']+:lyria2',\n  status: 'completed',\n  audio_file: \{\n    url: 'http[^']+\.wav',\n/);
    });

    test("the HTTP sample of an order is cut by its own length and refused, as README.md says", async () => {
      const text = filledIn(await printed("aimlapi/generate.http"), AIMLAPI_RAW);
      const [, body] = text.split(/\n\n/);
      assert.ok(body.trimEnd().length > 75 && JSON.stringify(JSON.parse(body)).length === 75);
      assert.equal(await sendRaw(text), 400);
      orders += 1;
      assert.equal(await sendRaw(filledIn(text, [["Content-Length: 75", `Content-Length: ${body.replaceAll("\n", "\r\n").length}`]])), 201);
    });

    test("the HTTP sample of a question names no job and is refused, as README.md says", async () => {
      const text = filledIn(await printed("aimlapi/retrieve.http"), AIMLAPI_RAW);
      assert.equal(await sendRaw(text), 400);
    });
  });

  describe("Pixazo", { concurrency: true }, () => {
    for (const [model, changes] of [["lyria-2", PIXAZO], ["lyria-3-pro", PIXAZO_PRO]]) {
      const queued = (answer) => {
        orders += 1;
        assert.equal(answer.status, "QUEUED");
        assert.ok(answer.request_id.startsWith(`${model}_`));
        assert.equal(answer.polling_url, `${sandbox}/pixazo/v2/requests/status/${answer.request_id}`);
      };

      test(`${model}: the HTTP sample of an order is taken with 202`, async () => {
        const response = await send(filledIn(await printed(`pixazo/${model}-generate.http`), changes));
        assert.equal(response.status, 202);
        queued(await response.json());
      });

      test(`${model}: the Python sample prints the request`, async () => {
        const { stdout, stderr } = await program(`pixazo/${model}-generate.py`, { changes });
        assert.equal(stderr, "");
        queued(JSON.parse(stdout.replaceAll("'", '"')));
      });

      test(`${model}: the JavaScript sample prints the request`, async () => {
        const { stdout, stderr } = await program(`pixazo/${model}-generate.js`, { changes });
        assert.equal(stderr, "");
        queued(asData(stdout));
      });

      test(`${model}: the cURL sample prints the request`, async () => {
        const { code, stdout } = await program(`pixazo/${model}-generate.sh`, { changes });
        assert.equal(code, 0);
        queued(JSON.parse(stdout));
      });

      test(`${model}: the cURL sample of the status prints a finished request`, async () => {
        const id = await finished(model);
        const text = await printed(`pixazo/${model}-status.sh`);
        const [placeholder] = text.match(new RegExp(`${model}_019d[\\w-]+`));
        const { stdout } = await program(`pixazo/${model}-status.sh`, { changes: [...PIXAZO, [placeholder, id]] });
        completed(JSON.parse(stdout), id, model);
      });

      test(`${model}: the HTTP sample of the status answers for a finished request`, async () => {
        const id = await finished(model);
        const text = filledIn(await printed("pixazo/status.http"), [...PIXAZO, ["{request_id}", id]]);
        completed(await (await send(text)).json(), id, model);
      });
    }

    describe("of the model's own status", { concurrency: true }, () => {
      const succeeded = (answer, id) => {
        assert.deepEqual([answer.success, answer.request_id, answer.status], [true, id, "succeeded"]);
        assert.match(answer.audio, /^http\S+_output_0\.wav$/);
      };
      const known = async () => {
        const id = await finished("lyria-2");
        return { id, changes: [...PIXAZO, ["abc123def456", id]] };
      };

      test("the HTTP sample answers for a finished request", async () => {
        const { id, changes } = await known();
        const response = await send(filledIn(await printed("pixazo/lyria-2-prediction.http"), changes));
        succeeded(await response.json(), id);
      });

      test("the Python sample prints a finished request", async () => {
        const { id, changes } = await known();
        const { stdout, stderr } = await program("pixazo/lyria-2-prediction.py", { changes });
        assert.equal(stderr, "");
        succeeded(JSON.parse(stdout.replaceAll("'", '"').replace("True", "true")), id);
      });

      test("the JavaScript sample prints a finished request", async () => {
        const { id, changes } = await known();
        const { stdout, stderr } = await program("pixazo/lyria-2-prediction.js", { changes });
        assert.equal(stderr, "");
        succeeded(asData(stdout), id);
      });

      test("the cURL sample prints a finished request", async () => {
        const { id, changes } = await known();
        const { stdout } = await program("pixazo/lyria-2-prediction.sh", { changes });
        succeeded(JSON.parse(stdout), id);
      });
    });

    test("the bodies printed as examples are taken", async () => {
      const text = filledIn(await printed("pixazo/example-requests.http"), [PIXAZO[0]]);
      const headers = { "content-type": "application/json", "ocp-apim-subscription-key": KEY };
      for (const { title, method, target, body } of requests(text)) {
        orders += 1;
        const response = await fetch(target, { method, headers, body });
        assert.equal(response.status, 202, `${title}: ${await response.text()}`);
      }
    });
  });

  describe("Producer", () => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${KEY}` };
    const order = async ({ method, target, body, title }) => {
      orders += 1;
      const response = await fetch(`${sandbox}/producer${target}`, { method, headers, body });
      const answer = await response.json();
      assert.equal(response.status, 200, `${title}: ${JSON.stringify(answer)}`);
      assert.deepEqual({ ...answer, task_id: "" }, { code: 200, message: "success", task_id: "" }, title);
      return answer.task_id;
    };
    const made = async (task) => {
      const clip = ({ data }) => [data].flat()[0];
      const done = (it) => clip(it)?.clip_id && [undefined, "succeeded"].includes(clip(it).state);
      const answer = await asked(() => fetch(`${sandbox}/producer/api/v1/producer/task/${task}`, { headers }), done);
      assert.deepEqual([answer.code, answer.message], [200, "success"], JSON.stringify(answer));
      return clip(answer);
    };

    test("every body of the page is taken, and each task comes to its clip", async () => {
      const all = requests(await printed("producer/complete-request-examples.http"));
      assert.equal(all.length, 36);
      const titled = (start) => all.find(({ title }) => title.startsWith(start));
      const song = (await made(await order(titled("1. Create Music")))).clip_id;
      const upload = (await made(await order(titled("8. Upload Audio, Request Body")))).clip_id;
      const long = { method: "POST", target: "/api/v1/producer/create", title: "a long song", body: '{"task_type": "create_music", "sound": "pop", "length": 240}' };
      const clips = { "<from-producer-upload>": upload, "<from-step-1>": song, "<from-step-2>": (await made(await order(long))).clip_id };
      const tasks = await Promise.all(all.map(({ body, ...rest }) => order({ ...rest, body: withClip(body, song, clips) })));
      for (const clip of await Promise.all(tasks.map(made))) assert.ok(clip.audio_url ?? clip.download_url, JSON.stringify(clip));
    });
  });
});

test("every sample says where it was read and is run, and no other", async () => {
  const vendors = (await readdir(folder, { withFileTypes: true })).filter((it) => it.isDirectory());
  const files = await Promise.all(vendors.map(async ({ name }) => (await readdir(join(folder, name))).map((file) => `${name}/${file}`)));
  const ours = ["segmind/here.py", "segmind/test_sdk.py"];
  const samples = files.flat().filter((file) => !ours.includes(file) && !file.includes("__pycache__"));
  assert.deepEqual(samples.sort(), [...used].sort());
  for (const file of samples) {
    const [first] = (await readFile(join(folder, file), "utf8")).split("\n", 1);
    assert.match(first, /^(#|\/\/) [^"]+"[^"]+", .*read \d{4}-\d\d-\d\d: \S.*\.$/, file);
  }
});

/** The id of a request of Pixazo's that is done. */
async function finished(model) {
  orders += 1;
  const headers = { "content-type": "application/json", "ocp-apim-subscription-key": KEY };
  const target = `${sandbox}${LYRIA_2.replaceAll("lyria-2", model)}`;
  const response = await fetch(target, { method: "POST", headers, body: '{"prompt": "rain"}' });
  const { request_id, polling_url } = await response.json();
  await asked(() => fetch(polling_url, { headers }), (it) => it.status === "COMPLETED");
  return request_id;
}

function completed(answer, id, model) {
  assert.deepEqual([answer.request_id, answer.status, answer.model_id, answer.error], [id, "COMPLETED", model, null]);
  assert.match(answer.output.media_url[0], /^http/);
  for (const time of ["created_at", "updated_at", "completed_at"]) assert.match(answer[time], /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
}

/** Asks until the answer is the one waited for. */
async function asked(ask, is) {
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await (await ask()).json();
    if (is(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return assert.fail("it was never done");
}

/** The body with its placeholder, or the id of a clip that is not ours, replaced by a clip that is there. */
function withClip(body, song, clips) {
  const [, id] = body.match(/"clip_id": "([^"]+)"/) ?? [];
  return id === undefined ? body : filledIn(body, [[id, clips[id] ?? song]]);
}

/** What `console.log` shows of an object, as the object. */
function asData(shown) {
  return JSON.parse(shown.replace(/^( +)(\w+):/gm, '$1"$2":').replace(/([{,] )(\w+): /g, '$1"$2": ').replaceAll("'", '"'));
}

async function control(what, body) {
  const init = body && { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${sandbox}/_sandbox/${what}`, init);
  assert.ok(response.ok, `${what}: ${response.status}`);
  return init ? undefined : response.json();
}
