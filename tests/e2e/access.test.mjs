// Accessible in every state, in both themes, wide and narrow; usable at 320 pixels; strict about what is loaded.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, beforeEach, test } from "node:test";

import { NARROW, PAGE, SANDBOX, SMALLEST, WIDE, leaveRoom, openBrowser, openStudio, sandbox } from "./page.mjs";
import { stock } from "./stock.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Each state of the page, and what brings it about. */
const STATES = {
  empty: async () => {},
  busy: async (studio) => {
    await studio.context.grantPermissions(["notifications"]);
    await studio.reload();
    await sandbox.speed(0.2);
    await studio.choose("Lyria 2 (Segmind)", "MusicGen Medium");
    await studio.generate();
    await studio.card("Lyria 2 (Segmind)").getByText(/^(Queued|Running)$/).waitFor();
    await studio.page.getByRole("button", { name: "Tell me when it is done" }).waitFor();
  },
  done: async (studio) => {
    await studio.choose("Groove sketch", "Lyria 2 (Segmind)");
    await studio.generate();
    await studio.ready("Lyria 2 (Segmind)");
    await studio.play();
    await studio.hear();
    await studio.play(/^Pause/);
  },
  failed: async (studio) => {
    await sandbox.fault({ route: "submit", kind: { truncate: { keep: 0.5, length: "full" } } });
    await studio.choose("Lyria 2 (Segmind)", "MusicGen Medium");
    await studio.generate("what goes wrong [fail]");
    await studio.page.getByText("answer was lost").waitFor();
    await studio.page.getByText(/ran the job and it failed/).waitFor();
  },
  compared: async (studio) => {
    await studio.choose("Groove sketch", "MusicGen Medium");
    await studio.generate();
    for (const model of ["Groove sketch", "MusicGen Medium"]) await studio.card(model).getByText("Kept in this browser").waitFor();
    await studio.page.getByRole("button", { name: "Compare", exact: true }).click();
    await studio.slots.first().click();
    await studio.hear();
    await studio.page.getByText("What differs").click();
    await studio.button("To here").click();
    await studio.page.keyboard.press("Space");
  },
  edited: async (studio) => {
    await studio.choose("Lyria 3 Pro (Producer)");
    await studio.generate("rain on tin");
    await studio.card("Lyria 3 Pro (Producer)").getByText("Kept in this browser").waitFor();
    await studio.button(/^Edit: rain on tin/).click();
    const sheet = studio.page.getByRole("dialog", { name: "rain on tin" });
    await sheet.getByRole("radio", { name: "Replace" }).check();
    await sheet.getByRole("button", { name: /^Replace/ }).click();
    await sheet.locator(".problem").first().waitFor();
  },
  keys: async (studio) => {
    await studio.page.keyboard.press("?");
    await studio.page.getByRole("dialog", { name: "Keys" }).waitFor();
  },
  problems: async (studio) => {
    await studio.choose("MusicGen Medium");
    await studio.page.getByText("More settings").click();
    await studio.page.getByLabel("Length", { exact: true }).fill("40");
    await studio.generate("");
  },
  settings: async (studio) => {
    await studio.openSettings();
    await studio.settings.getByRole("radio", { name: /Another address/ }).check();
    await studio.settings.getByLabel("Address", { exact: true }).fill("nowhere");
    await studio.settings.getByLabel("Address", { exact: true }).blur();
  },
  "lyrics are written": async (studio) => {
    await studio.generate();
    await studio.card("Groove sketch").getByRole("button", { name: /^Use seed/ }).waitFor();
    await studio.button(/^Create/).click();
    await studio.choose("MiniMax Music 2.0");
    for (const fold of ["Styles", "Recent prompts", "More settings"]) await studio.page.getByText(fold, { exact: true }).click();
    await studio.page.getByLabel("Lyrics", { exact: true }).fill("la la");
    await studio.button("[Verse]").click();
    await studio.button("bossa nova").click();
  },
  "the vault is there": async (studio) => {
    await studio.withKeptKey();
    await studio.openSettings();
    for (const fold of ["Change passphrase", "Where things are"]) await studio.settings.getByText(fold).first().click();
    await studio.button("Forget all keys").click();
  },
  locked: async (studio) => {
    await studio.withKeptKey();
    await studio.choose("Lyria 2 (Segmind)");
    await studio.reload();
    await studio.page.getByText("Unlock your keys to go on").waitFor();
  },
  "the passphrase is wrong": async (studio) => {
    await studio.withKeptKey();
    await studio.choose("Lyria 2 (Segmind)");
    await studio.reload();
    await studio.page.getByLabel("Passphrase", { exact: true }).fill("not this one");
    await studio.page.getByLabel("Passphrase", { exact: true }).press("Enter");
    await studio.page.getByText("That is not the passphrase.").waitFor();
  },
  "the limit is reached": async (studio) => {
    await studio.goLive();
    await studio.setLimit("0.01");
    await studio.choose("Groove sketch", "Lyria 2 (Segmind)");
    await studio.generate();
    await studio.page.getByText(/Your limit is/).waitFor();
    await studio.page.getByRole("alertdialog").getByLabel("Limit a day").fill("lots");
    await studio.button("Raise and order").click();
  },
  "it is asked whether to order again": async (studio) => {
    await studio.goLive();
    await studio.choose("Groove sketch", "Lyria 2 (Segmind)");
    await studio.generate();
    await studio.card("Lyria 2 (Segmind)").waitFor();
    await studio.generate();
    await studio.page.getByRole("heading", { name: "Order again?" }).waitFor();
  },
  "a part of the page is missing": async (studio) => {
    await studio.losePartsOfThePage();
    await studio.button("Settings").click();
    await studio.button("Try again").waitFor();
  },
  "a shared link was opened": async (studio) => {
    await studio.page.evaluate(() => (location.hash = "#try?model=segmind%2Flyria-2&prompt=rain%20by%20link&seed=7"));
    await studio.page.getByText("The settings of that link are in the form.", { exact: false }).first().waitFor();
  },
  "a recording came": async (studio) => {
    await studio.button(/^Library/).click();
    const head = Buffer.from("RIFF$\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x44\xac\0\0\x88\x58\x01\0\x02\0\x10\0data\0\0\0\0", "latin1");
    await studio.library.locator("input[type=file]").setInputFiles({ name: "my hum.wav", mimeType: "audio/wav", buffer: head });
    const sheet = studio.page.getByRole("dialog", { name: "my hum.wav" });
    await sheet.getByLabel("Address of the file").fill("https://nas.local/hum.wav");
    await sheet.getByRole("button", { name: "Check the address" }).click();
    await sheet.locator(".problem").waitFor();
  },
  "there is no room": async (studio) => {
    await leaveRoom(studio, 300_000);
    await studio.generate();
    await studio.button("Keep it now").waitFor();
  },
  offline: async (studio) => {
    await studio.context.setOffline(true);
    await studio.page.getByText("Offline", { exact: true }).waitFor();
  },
  installable: async (studio) => {
    await studio.page.evaluate(() => dispatchEvent(new Event("beforeinstallprompt")));
    await studio.openSettings();
    await studio.button("Install Tutti").waitFor();
  },
  library: async (studio) => {
    await studio.generate();
    await studio.card("Groove sketch").getByText("Kept in this browser").waitFor();
    await studio.generate("a second one");
    await studio.page.waitForFunction(() => document.querySelectorAll("article .kept").length === 2);
    await studio.button(/^Library/).click();
    await studio.library.getByRole("button", { name: /^Delete/ }).first().click();
    await studio.button("Undo").waitFor();
  },
  stocked: async (studio) => {
    await stock(studio, 10_000);
    await studio.button(/^Library/).click();
    await studio.library.locator(".row").first().waitFor();
  },
  picking: async (studio) => {
    await stock(studio, 20);
    await studio.button(/^Library/).click();
    await studio.button("Select").click();
    await studio.library.getByRole("checkbox").nth(1).check();
  },
  trash: async (studio) => {
    await stock(studio, 20);
    await studio.button(/^Library/).click();
    await studio.library.getByRole("button", { name: /^Delete/ }).first().click();
    await studio.library.getByRole("button", { name: /^Trash/ }).click();
    await studio.button(/^Bring back/).waitFor();
  },
  details: async (studio) => {
    await studio.generate("the first of a line");
    await studio.card("Groove sketch").getByText("Kept in this browser").waitFor();
    await studio.button(/^Library/).click();
    await studio.library.getByRole("button", { name: /^Details/ }).click();
    await studio.page.getByRole("dialog").getByRole("button", { name: /^Edit/ }).click();
    await studio.page.getByRole("dialog").getByLabel("Instruction").fill("calmer");
    await studio.page.getByRole("dialog").getByRole("button", { name: /^Extend/ }).click();
    await studio.page.waitForFunction(() => document.querySelectorAll("article .kept").length === 2);
    await studio.button(/^Library/).click();
    await studio.library.getByRole("button", { name: /^Details/ }).first().click();
    await studio.page.locator(".kin-name").nth(1).waitFor();
  },
};

let browser;
let axe;
before(async () => {
  browser = await openBrowser();
  axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
});
after(() => browser.close());
beforeEach(async () => {
  await sandbox.reset();
  await sandbox.speed(20);
});

/** What axe objects to, in a line each. */
async function objections(studio) {
  // Through the debugger's own door: the page's policy would refuse the script as an inline one.
  await studio.page.evaluate(axe);
  const { violations } = await studio.page.evaluate(
    (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
    RULES,
  );
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}

for (const [state, bring] of Object.entries(STATES)) {
  test(`axe finds nothing when ${state}, wide and narrow, dark and light`, async () => {
    const studio = await openStudio(browser, { viewport: WIDE });
    // Colours are measured where they have come to rest.
    await studio.page.emulateMedia({ reducedMotion: "reduce" });
    await bring(studio);
    for (const viewport of [WIDE, NARROW]) {
      await studio.page.setViewportSize(viewport);
      for (const colorScheme of ["dark", "light"]) {
        await studio.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await studio.page.waitForTimeout(100);
        assert.deepEqual(await objections(studio), [], `${viewport.width} px, ${colorScheme}`);
      }
    }
    await studio.close();
  });

  test(`nothing scrolls sideways at 320 pixels when ${state}, and targets are large enough`, async () => {
    const studio = await openStudio(browser, { viewport: SMALLEST, touch: true });
    await bring(studio);
    const wider = await studio.page.evaluate(() => {
      const limit = document.documentElement.clientWidth;
      const all = [...document.querySelectorAll("body *")].filter((it) => !it.closest(".visually-hidden, .skip"));
      const out = all.filter((it) => it.checkVisibility() && it.getBoundingClientRect().right > limit + 0.5);
      return out.map((it) => `${it.tagName}.${it.className}`);
    });
    assert.deepEqual(wider, []);
    const small = await studio.page.evaluate(() => {
      const all = [...document.querySelectorAll("button, select, textarea, summary, input:not([type=checkbox])")];
      const boxes = all.filter((it) => it.checkVisibility()).map((it) => [it, it.getBoundingClientRect()]);
      const least = (it) => (it.matches("button, select, input[type=text]") ? 44 : 24);
      const tiny = boxes.filter(([it, box]) => !it.closest("label") && Math.min(box.width, box.height) < least(it));
      return tiny.map(([it, box]) => `${it.tagName}.${it.className} ${box.width} × ${box.height}`);
    });
    assert.deepEqual(small, []);
    await studio.close();
  });
}

test("from right to left the page is mirrored, time is not, and nothing scrolls sideways at 320 pixels", async () => {
  for (const state of ["done", "edited", "library", "settings"]) {
    const studio = await openStudio(browser, { viewport: WIDE });
    await STATES[state](studio);
    await studio.page.evaluate(() => (document.documentElement.dir = "rtl"));
    const middle = (selector) =>
      studio.page.locator(selector).first().evaluate((it) => {
        const box = it.getBoundingClientRect();
        return (box.left + box.right) / 2;
      });
    assert.ok((await middle(".brand")) > 720, "the name stands on the right");
    assert.ok((await middle(".top-end")) < 720, "the settings stand on the left");
    if (state === "done") {
      assert.ok((await middle(".composer")) > (await middle(".runs")), "one writes on the right");
      const time = await studio.page.locator(".seek input").evaluate((it) => getComputedStyle(it).direction);
      assert.equal(time, "ltr");
      const [play, length] = [await middle(".lane.done .play"), await middle(".lane.done .length")];
      assert.ok(play < length, "a lane begins on the left");
    }
    await studio.page.setViewportSize(SMALLEST);
    const out = await studio.page.evaluate(() => {
      const limit = document.documentElement.clientWidth;
      const all = [...document.querySelectorAll("body *")].filter((it) => !it.closest(".visually-hidden, .skip"));
      const boxes = all.filter((it) => it.checkVisibility()).map((it) => [it, it.getBoundingClientRect()]);
      return boxes.filter(([, box]) => box.left < -0.5 || box.right > limit + 0.5).map(([it]) => `${it.tagName}.${it.className}`);
    });
    assert.deepEqual(out, [], state);
    await studio.close();
  }
});

test("no rule of the page names a side where it means the beginning or the end of a line", async () => {
  const physical = /^\s*(?:left|right|(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)|float)\b.*$/gm;
  // The chevron of a fold is turned as a whole; what lies on a time axis has its sides set by the program.
  const meant = ["  border-right: 1.6px solid currentcolor;"];
  for (const sheet of ["base", "layout", "studio"]) {
    const css = await readFile(new URL(`../../www/css/${sheet}.css`, import.meta.url), "utf8");
    const found = (css.match(physical) ?? []).filter((line) => !meant.includes(line));
    assert.deepEqual(found, [], sheet);
  }
});

for (const state of ["empty", "failed", "compared", "library"]) {
  test(`in forced colours nothing is lost when ${state}`, async () => {
    const studio = await openStudio(browser);
    await studio.page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    await STATES[state](studio);
    assert.deepEqual(await objections(studio), []);
    // Colours of one's own are gone there: what can be pressed has an edge, an icon or words in the system's colours.
    const bare = await studio.page.evaluate(() => {
      const all = [...document.querySelectorAll("button, input:not([type=checkbox], [type=radio]), select, textarea")];
      const blank = (it) => !it.innerText?.trim() && !it.querySelector("svg, canvas") && it.matches("button");
      const edged = (it) => ["Top", "Right", "Bottom", "Left"].some((side) => getComputedStyle(it)[`border${side}Style`] !== "none");
      return all.filter((it) => it.checkVisibility() && blank(it) && !edged(it)).map((it) => `${it.tagName}.${it.className}`);
    });
    assert.deepEqual(bare, []);
    await studio.close();
  });
}

test("with reduced motion nothing moves by itself", async () => {
  const studio = await openStudio(browser);
  await studio.page.emulateMedia({ reducedMotion: "reduce" });
  await STATES.busy(studio);
  const moving = await studio.page.evaluate(() =>
    document
      .getAnimations()
      .filter((it) => it.playState === "running" && it.effect.getComputedTiming().activeDuration > 100)
      .map((it) => `${it.effect.target.className}: ${it.animationName ?? it.transitionProperty}`),
  );
  assert.deepEqual(moving, []);
  assert.deepEqual(studio.complaints.filter((text) => !/integrity/.test(text)), []);
  await studio.close();
});

test("the first load asks nobody else, and nothing breaks the content policy", async () => {
  const studio = await openStudio(browser);
  await studio.choose("Groove sketch", "Lyria 2 (Segmind)");
  await studio.openSettings();
  await studio.closeSettings();
  await studio.generate();
  await studio.ready("Lyria 2 (Segmind)");
  await studio.play();
  await studio.hear();
  const own = [new URL(PAGE).origin, new URL(SANDBOX).origin];
  const foreign = studio.requests.filter((url) => /^https?:/.test(url) && !own.includes(new URL(url).origin));
  assert.deepEqual(foreign, []);
  const serious = studio.complaints.filter((text) => !/integrity/.test(text));
  assert.deepEqual(serious, []);
  await studio.close();
});

test("the static page shows its head and its prompt before the program is here", async () => {
  const context = await browser.newContext({ viewport: WIDE });
  const page = await context.newPage();
  await page.route("**/*.wasm", (route) => route.abort());
  await page.goto(PAGE);
  await page.getByRole("heading", { name: "Tutti", level: 1 }).waitFor();
  await page.getByText("Warm lo-fi groove").waitFor();
  await context.close();
});

test("the whole way from prompt to sound goes by keyboard", async () => {
  const studio = await openStudio(browser);
  const { page } = studio;
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "Skip to the prompt");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("by keyboard alone");
  await page.keyboard.press("Control+Enter");
  await studio.ready("Groove sketch");
  const play = "Play: by keyboard alone, Groove sketch";
  for (let steps = 0; (await focused(page)) !== play; steps++) {
    assert.ok(steps < 60, `${await focused(page)} is as far as Tab leads`);
    await page.keyboard.press("Tab");
    assert.ok(await inSight(page), `${await focused(page)} has the focus and can be seen`);
  }
  await page.keyboard.press("Enter");
  await studio.hear();
  await studio.close();
});

test("what happens is said in the live region, and focus stays where it is", async () => {
  const studio = await openStudio(browser);
  await studio.prompt.focus();
  await studio.prompt.press("Control+Enter");
  await studio.ready("Groove sketch");
  assert.match(await studio.said(), /1 job started\./);
  assert.equal(await studio.prompt.evaluate((it) => it === document.activeElement), true);
  await studio.page.waitForFunction(() => /ready to play/.test(document.querySelector("#announcer").textContent), null, {
    timeout: 15_000,
  });
  await studio.close();
});

test("the theme can be chosen and is there again before the program is", async () => {
  const studio = await openStudio(browser, { colorScheme: "dark" });
  await studio.button(/^Theme/).click();
  await studio.button(/^Theme: dark/).click();
  await studio.button(/^Theme: light/).waitFor();
  await studio.page.route("**/*.wasm", (route) => route.abort());
  await studio.page.reload();
  assert.equal(await studio.page.locator("html").getAttribute("data-theme"), "light");
  await studio.close();
});

function focused(page) {
  return page.evaluate(() => {
    const it = document.activeElement;
    return it.ariaLabel ?? it.labels?.[0]?.innerText ?? it.innerText ?? it.tagName;
  });
}

/** Whether the middle of what has the focus can be seen, and is not behind something else. */
function inSight(page) {
  return page.evaluate(() => {
    const it = document.activeElement;
    const shown = it.matches(".chip input") ? it.closest(".chip") : it;
    const box = shown.getBoundingClientRect();
    const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20));
    return shown.contains(top) || top?.contains(shown);
  });
}
