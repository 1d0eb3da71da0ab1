// Writing an order: ideas, styles, earlier prompts, lyrics, seeds; and the whole way by keyboard.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { openBrowser, openStudio, sandbox } from "./page.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(async () => {
  await sandbox.reset();
  await sandbox.speed(20);
});

test("the dice write another prompt each time, and a style is put in and taken out", async () => {
  const studio = await openStudio(browser);
  const first = await studio.prompt.inputValue();
  await studio.button("Another idea").click();
  const second = await studio.prompt.inputValue();
  await studio.button("Another idea").click();
  assert.equal(new Set([first, second, await studio.prompt.inputValue()]).size, 3);
  await studio.prompt.fill("rain on tin");
  await studio.page.getByText("Styles", { exact: true }).click();
  const style = studio.page.getByRole("button", { name: "bossa nova", exact: true });
  assert.equal(await style.getAttribute("aria-pressed"), "false");
  await style.click();
  assert.equal(await studio.prompt.inputValue(), "rain on tin, bossa nova");
  assert.equal(await style.getAttribute("aria-pressed"), "true");
  await style.click();
  assert.equal(await studio.prompt.inputValue(), "rain on tin");
  await studio.close();
});

test("the last prompts are at hand, also after a reload, and so is what is being written", async () => {
  const studio = await openStudio(browser);
  for (const prompt of ["the first one", "the second one"]) {
    await studio.generate(prompt);
    await studio.page.getByRole("heading", { name: prompt }).waitFor();
  }
  await studio.prompt.fill("not sent yet");
  await studio.reload();
  assert.equal(await studio.prompt.inputValue(), "not sent yet");
  await studio.page.getByText("Recent prompts").click();
  assert.deepEqual(await studio.page.locator(".recent").allTextContents(), ["the second one", "the first one"]);
  await studio.page.locator(".recent").last().click();
  assert.equal(await studio.prompt.inputValue(), "the first one");
  await studio.close();
});

test("a section is marked where the caret is, and lyrics are counted against what a model takes", async () => {
  const studio = await openStudio(browser);
  await studio.choose("MiniMax Music 2.0");
  await studio.page.getByText("More settings").click();
  const lyrics = studio.page.getByLabel("Lyrics", { exact: true });
  await lyrics.fill("one\ntwo");
  await lyrics.evaluate((it) => it.setSelectionRange(3, 3));
  await studio.page.getByRole("button", { name: "[Chorus]" }).click();
  await studio.page.keyboard.type("new ");
  assert.equal(await lyrics.inputValue(), "one\n\n[Chorus]\nnew two");
  await studio.page.getByText(/^MiniMax Music 2\.0.*: 21 of 3000 characters$/).waitFor();
  await lyrics.fill("la ".repeat(1100));
  await studio.page.getByText(/it takes 10 to 3000/).waitFor();
  await studio.model("MiniMax Music 2.0").uncheck({ force: true });
  assert.equal(await studio.page.getByRole("button", { name: "[Chorus]" }).isDisabled(), true);
  await studio.close();
});

test("a seed that made a piece is shown with it, and makes the same piece again", async () => {
  const studio = await openStudio(browser);
  await studio.generate("the same again");
  await studio.ready("Groove sketch");
  const seed = studio.cards.getByRole("button", { name: /^Use seed \d+ again/ });
  const number = (await seed.textContent()).match(/\d+/)[0];
  await studio.play();
  const before = await studio.loudness();
  await seed.click();
  await studio.page.getByText("More settings").click();
  assert.equal(await studio.page.getByLabel("Seed", { exact: true }).inputValue(), number);
  await studio.generate();
  await studio.page.waitForFunction((name) => document.querySelectorAll(`[aria-label="${name}"]`).length === 2, `Use seed ${number} again`);
  await studio.play();
  assert.equal(await studio.loudness(), before);
  await studio.button("A new one each time").click();
  assert.equal(await studio.page.getByLabel("Seed", { exact: true }).inputValue(), "");
  await studio.button("Draw a seed and keep it").click();
  assert.match(await studio.page.getByLabel("Seed", { exact: true }).inputValue(), /^\d+$/);
  await studio.close();
});

test("the folded models stay open when the last of them is taken out, and as the person leaves them", async () => {
  const studio = await openStudio(browser);
  const fold = studio.page.locator("details.fold", { hasText: /more models/ });
  const isOpen = () => fold.evaluate((it) => it.open);
  assert.equal(await isOpen(), false);
  await fold.locator("summary").click();
  const model = fold.getByRole("checkbox").last();
  await model.check({ force: true });
  await model.uncheck({ force: true });
  await studio.page.waitForTimeout(300);
  assert.equal(await isOpen(), true);
  await model.check({ force: true });
  await fold.locator("summary").click();
  await studio.page.waitForTimeout(300);
  assert.equal(await isOpen(), false, "it was closed by hand");
  await studio.reload();
  await studio.page.waitForFunction(() => [...document.querySelectorAll("details.fold")].some((it) => it.open && /more models/.test(it.textContent)));
  await studio.close();
});

test("a chip tells the price of all its takes, and what price and time rest on", async () => {
  const studio = await openStudio(browser);
  await studio.goLive();
  await studio.choose("Lyria 2 (Segmind)", "MusicGen Medium");
  const facts = studio.page.locator(".chip", { hasText: "Lyria 2 (Segmind)" }).locator(".chip-facts");
  await facts.getByText("$0.09 · about 27 s").waitFor();
  await studio.page.getByLabel("Variations of each model").selectOption("3");
  await facts.getByText("$0.27 for 3 · about 27 s").waitFor();
  await studio.page.locator(".chip-facts", { hasText: "$0.111 for 3" }).waitFor();
  await studio.page.getByText("6 jobs · about $0.381").waitFor();
  const basis = "3 × $0.09, as Segmind lists it. Time as Segmind documents it.";
  assert.equal(await facts.getAttribute("title"), basis);
  assert.equal(await studio.model("Lyria 2 \\(Segmind\\)").getAttribute("aria-description"), basis);
  await studio.close();
});

test("a model that makes nothing of a prompt is named with its reason", async () => {
  const studio = await openStudio(browser);
  await studio.page.getByText(/^Not here, since they take no prompt: .*MiniMax Music Cover/).waitFor();
  assert.equal(await studio.model("MiniMax Music Cover").count(), 0);
  await studio.close();
});

test("keys that are held order once", async () => {
  const studio = await openStudio(browser);
  const { keyboard } = studio.page;
  const hold = async () => {
    for (let times = 0; times < 8; times++) await keyboard.down("Enter");
    await keyboard.up("Enter");
  };
  await studio.choose("Lyria 2 (Segmind)");
  await studio.prompt.fill("held");
  await keyboard.down("Control");
  await hold();
  await keyboard.up("Control");
  await studio.card("Lyria 2 (Segmind)").getByText("Kept in this browser").waitFor();
  await studio.generateButton.focus();
  await hold();
  await studio.page.waitForFunction(() => document.querySelectorAll("article .kept").length === 2);
  assert.equal((await sandbox.orders()).length, 2);
  // A field of lines takes as many as are held.
  await studio.prompt.fill("");
  await hold();
  assert.equal(await studio.prompt.inputValue(), "\n".repeat(8));
  await studio.close();
});

test("a person without a pointer orders from two models, compares, edits, and finds the library and the keys", async () => {
  const studio = await openStudio(browser);
  const { page } = studio;
  const press = (key) => page.keyboard.press(key);
  await press("Tab");
  await press("Enter");
  await page.waitForFunction(() => document.activeElement.matches("textarea"));
  await press("Control+A");
  await page.keyboard.type("by keyboard alone");
  await tabTo(page, /^Lyria 3 Pro \(Producer\)|more models/);
  if (/more models/.test(await focused(page))) {
    await press("Enter");
    await tabTo(page, /^Lyria 3 Pro \(Producer\)/);
  }
  await press("Space");
  await press("Control+Enter");
  for (const model of ["Groove sketch", "Lyria 3 Pro (Producer)"]) {
    await studio.card(model).getByText("Kept in this browser").waitFor();
  }
  await tabTo(page, /^Compare$/);
  await press("Enter");
  await press("Escape");
  await page.evaluate(() => document.activeElement.blur());
  await press("1");
  await studio.hear();
  await press("2");
  await studio.hear();
  await press("Space");
  await tabTo(page, /^Edit: by keyboard alone, Lyria 3 Pro/);
  await press("Enter");
  const sheet = page.getByRole("dialog", { name: "by keyboard alone" });
  await sheet.waitFor();
  await tabTo(page, /^Instruction/);
  await page.keyboard.type("without drums");
  await press("Control+Enter");
  await sheet.waitFor({ state: "hidden" });
  await page.waitForFunction(() => document.querySelectorAll("article .kept").length === 3);
  await press("/");
  await page.keyboard.type("keyboard");
  assert.equal(await studio.library.getByRole("searchbox").inputValue(), "keyboard");
  await page.evaluate(() => document.activeElement.blur());
  await tabTo(page, /^Settings$/);
  await press("Enter");
  await tabTo(page, /^Segmind key$/);
  await page.keyboard.type("typed-by-hand");
  await tabTo(page, /^Limit a day/);
  await page.keyboard.type("3");
  await press("Escape");
  await studio.settings.waitFor({ state: "hidden" });
  await tabTo(page, /^Create/);
  await press("Enter");
  await page.getByText(/^Today \$0\.00 of \$3\.00/).waitFor();
  await studio.close();
});

/** Goes on by Tab until what has the focus is called so. */
async function tabTo(page, name, tag = "*") {
  const met = [];
  for (let steps = 0; steps < 140; steps++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    met.push(now);
    if (name.test(now) && (await page.evaluate((tag) => document.activeElement.matches(tag), tag))) return;
  }
  assert.fail(`${name} is not among ${[...new Set(met)].join(" | ")}`);
}

function focused(page) {
  return page.evaluate(() => {
    const it = document.activeElement;
    const label = it.labels?.[0];
    return (it.ariaLabel ?? label?.querySelector(".chip-name")?.innerText ?? label?.innerText ?? it.innerText ?? it.tagName).trim();
  });
}
