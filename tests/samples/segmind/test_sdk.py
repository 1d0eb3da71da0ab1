"""Segmind's official Python SDK against the sandbox, with nothing but the host and the key changed."""

import io
import json
import os
import unittest
import urllib.request
import wave

import httpx
import segmind
from segmind import InferenceFailed, InferenceTimeout, SegmindClient, SegmindError

SANDBOX = os.environ["TUTTI_SANDBOX"]
PROMPT = "Melodious guitar with gentle rain background."
DRUM = {"slug": "meta-musicgen-medium", "prompt": "a drum", "duration": 1}


def client(key="SG_sdk"):
    return SegmindClient(api_key=key, base_url=f"{SANDBOX}/segmind/v1")


def control(what, body=None, method="POST"):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{SANDBOX}/_sandbox/{what}", data=data, method=method)
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def fault(route, kind, **rest):
    control("faults", {"vendor": "segmind", "route": route, "kind": kind, **rest})


def billed():
    return control("ledger", method="GET")["billed"]


def sound(data):
    """Rate, channels and seconds of a WAV file."""
    with wave.open(io.BytesIO(data)) as file:
        return file.getframerate(), file.getnchannels(), file.getnframes() / file.getframerate()


class Sdk(unittest.TestCase):
    def setUp(self):
        control("reset")
        # The recipe for the module's own functions: the SDK reads no host from the environment.
        segmind._default_client = client()

    def test_it_is_the_version_that_was_read(self):
        self.assertEqual(segmind.__version__, "1.3.0")

    def test_run_waits_for_the_result_and_its_audio_is_there(self):
        result = segmind.run("lyria-2", prompt=PROMPT, negative_prompt="No loud drums, no vocals.")
        self.assertEqual(result["status"], "COMPLETED")
        self.assertGreater(result["metrics"]["inference_time"], 0)
        audio = httpx.get(result["output"])
        self.assertEqual(audio.headers["content-type"], "audio/wav")
        rate, channels, seconds = sound(audio.content)
        self.assertEqual((rate, channels), (48_000, 2))
        self.assertAlmostEqual(seconds, 32.8, places=1)
        self.assertEqual([bill["model"] for bill in billed()], ["lyria-2"])

    def test_a_job_is_submitted_looked_at_and_waited_for(self):
        job = segmind.submit_async(**DRUM)
        self.assertEqual(job.submit_response["status"], "QUEUED")
        self.assertIn(job.status()["status"], ("QUEUED", "PROCESSING"))
        result = job.wait(timeout=60, interval=0.1)
        self.assertEqual((result["status"], result["request_id"]), ("COMPLETED", job.request_id))
        self.assertEqual(job.result(), result)
        self.assertEqual([bill["requestId"] for bill in billed()], [job.request_id])

    def test_run_sync_answers_with_the_audio_itself(self):
        response = segmind.run_sync(**DRUM)
        self.assertEqual(response.headers["content-type"], "audio/wav")
        rate, channels, seconds = sound(response.content)
        self.assertEqual((rate, channels, round(seconds, 1)), (32_000, 1, 1.0))
        self.assertTrue(response.headers["x-request-id"])
        self.assertAlmostEqual(float(response.headers["x-cost"]), 0.037)

    def test_every_keyword_reaches_the_model_also_those_of_the_wait(self):
        job = client().submit_async(**DRUM, timeout=1, interval=5)
        self.assertEqual(job.wait(timeout=60, interval=0.1)["status"], "COMPLETED")

    def test_a_job_that_failed_or_was_blocked_is_inference_failed(self):
        for mark, words in (("[fail]", "could not finish"), ("[block]", "safety")):
            with self.assertRaises(InferenceFailed) as caught:
                client().submit_async("lyria-2", prompt=mark).wait(timeout=60, interval=0.1)
            self.assertIn(words, caught.exception.detail)
            self.assertEqual(caught.exception.status_body["status"], "FAILED")

    def test_a_deadline_leaves_a_job_that_can_still_be_waited_for(self):
        job = client().submit_async(**DRUM)
        with self.assertRaises(InferenceTimeout) as caught:
            job.wait(timeout=0, interval=0)
        self.assertEqual(caught.exception.request_id, job.request_id)
        self.assertEqual(job.wait(timeout=60, interval=0.1)["status"], "COMPLETED")
        self.assertEqual(len(billed()), 1)

    def test_each_refusal_is_an_error_with_its_status_and_bills_nothing(self):
        for key, order, status in (
            ("wrong", DRUM, 401),
            (None, DRUM, 401),
            ("denied", DRUM, 403),
            ("broke", DRUM, 406),
            ("SG_sdk", {"slug": "no-such-model", "prompt": "x"}, 404),
            ("SG_sdk", {"slug": "retired-music-model", "prompt": "x"}, 410),
            ("SG_sdk", {**DRUM, "duration": 31}, 400),
        ):
            for ask in (client(key).run, client(key).run_sync):
                with self.subTest(key=key, order=order, ask=ask.__name__):
                    with self.assertRaises(SegmindError) as caught:
                        ask(**order)
                    self.assertEqual(caught.exception.status, status)
                    self.assertTrue(caught.exception.detail)
        self.assertEqual(billed(), [])

    def test_a_limit_a_gateway_page_and_a_broken_line_are_told_apart(self):
        fault("submit", {"status": {"code": 429}})
        with self.assertRaises(SegmindError) as caught:
            segmind.run(**DRUM)
        self.assertEqual(caught.exception.status, 429)
        fault("submit", "html")
        with self.assertRaises(SegmindError) as caught:
            segmind.run(**DRUM)
        self.assertEqual((caught.exception.status, caught.exception.detail), (502, None))
        fault("submit", "drop_before")
        with self.assertRaises(httpx.TransportError):
            segmind.run(**DRUM)
        self.assertEqual(billed(), [])

    def test_one_bad_answer_ends_its_wait_and_the_job_is_done_all_the_same(self):
        job = client().submit_async(**DRUM)
        fault("status", "html")
        with self.assertRaises(SegmindError):
            job.wait(timeout=60, interval=0.1)
        self.assertEqual(job.wait(timeout=60, interval=0.1)["status"], "COMPLETED")

    def test_a_word_of_state_it_does_not_know_is_waited_out(self):
        fault("status", "state", times=2)
        job = client().submit_async(**DRUM)
        self.assertEqual(job.status()["status"], "SCHEDULED")
        self.assertEqual(job.wait(timeout=60, interval=0.1)["status"], "COMPLETED")

    def test_a_record_is_gone_an_hour_after_its_end(self):
        job = client().submit_async(**DRUM)
        result = job.wait(timeout=60, interval=0.1)
        control("clock", {"advanceMs": 61 * 60 * 1000})
        for ask in (job.status, job.result):
            with self.assertRaises(SegmindError) as caught:
                ask()
            self.assertEqual(caught.exception.status, 404)
            self.assertIn("not found", caught.exception.detail)
        self.assertEqual(httpx.get(result["output"]).status_code, 200)


if __name__ == "__main__":
    unittest.main()
