// The page in another language: asked for by the browser, chosen in the settings, or away.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { PAGE, SANDBOX, SMALLEST, WIDE, openBrowser, openStudio, sandbox } from "./page.mjs";

let browser;
before(async () => (browser = await openBrowser()));
after(() => browser.close());
beforeEach(() => sandbox.reset());

/** A page in a browser whose person reads this language. */
async function pageFor(locale, { route } = {}) {
  const context = await browser.newContext({ viewport: WIDE, locale });
  const page = await context.newPage();
  if (route) await page.route("**/lang/*.json", route);
  const url = new URL(PAGE);
  url.searchParams.set("sandbox", new URL(SANDBOX).port);
  await page.goto(url.href);
  return page;
}

test("a browser that reads German gets the page in German, and no other gets its file", async () => {
  const page = await pageFor("de-AT");
  await page.getByRole("button", { name: /^Erzeugen/ }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "de");
  assert.equal(await page.locator("html").getAttribute("dir"), "ltr");
  await page.context().close();

  const studio = await openStudio(browser);
  assert.deepEqual(studio.requests.filter((url) => url.includes("/lang/")), []);
  await studio.close();
});

test("numbers, money and plurals are written as the language writes them", async () => {
  const page = await pageFor("de");
  await page.getByRole("button", { name: /^Erzeugen/ }).waitFor();
  await page.locator(".chip", { hasText: "Lyria 2" }).first().click();
  await page.getByLabel("Varianten je Modell").selectOption("2");
  await page.getByText(/^\d+ weitere Modelle$/).waitFor();
  await page.locator(".chip-facts", { hasText: /0,\d\d.\$/ }).first().waitFor();
  await page.getByText(/^4 Aufträge · /).waitFor();
  await page.context().close();
});

test("numbers are read with a comma and with a point in every language, and written back in its own", async () => {
  for (const locale of ["de", "en"]) {
    const page = await pageFor(locale);
    const length = page.getByLabel(locale === "de" ? "Länge" : "Length", { exact: true });
    const generate = page.getByRole("button", { name: /^(Erzeugen|Generate)/ });
    for (const written of ["1,5", "2.5"]) {
      await length.fill(written);
      await generate.click();
      await page.getByRole("article").getByText("0:0" + written[0]).first().waitFor();
    }
    await length.fill(locale === "de" ? "1.000" : "1,000");
    await generate.click();
    await page.getByText(locale === "de" ? "Länge ist eine Zahl von 1 bis 180 s." : "Length is a number from 1 to 180 s.").waitFor();
    await page.context().close();
  }
});

test("the part of an edit and the day's limit are written and read in German", async () => {
  const page = await pageFor("de");
  await page.getByLabel("Länge", { exact: true }).fill("10");
  await page.getByRole("button", { name: /^Erzeugen/ }).click();
  await page.getByRole("button", { name: /^Bearbeiten: / }).first().click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("radio", { name: "Ersetzen" }).check();
  const from = sheet.getByLabel("Von", { exact: true });
  assert.equal(await from.inputValue(), "3,3");
  const slider = sheet.getByRole("slider").first();
  assert.equal(await slider.inputValue(), "3.3");
  await from.fill("2,5");
  assert.equal(await slider.inputValue(), "2.5");
  await slider.press("ArrowRight");
  assert.equal(await from.inputValue(), "2,6");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Einstellungen" }).click();
  const limit = page.getByLabel("Grenze pro Tag");
  await limit.fill("2,50");
  await page.reload();
  await page.getByText(/von 2,50\s\$/).waitFor();
  await page.getByRole("button", { name: "Einstellungen", exact: true }).click();
  assert.equal(await limit.inputValue(), "2,5");
  await page.context().close();
});

test("what went wrong is told in the page's language, with the vendor's own words and the English in full below", async () => {
  const page = await pageFor("de");
  await page.locator(".chip", { hasText: "Lyria 2 (Segmind)" }).click();
  await page.getByText("Das Instrumentalmodell von Google DeepMind: 48 kHz stereo aus Worten.").first().waitFor();
  await sandbox.fault({ route: "submit", kind: { status: { code: 406 } } });
  await page.getByRole("button", { name: /^Erzeugen/ }).click();
  const card = page.getByRole("article", { name: "Lyria 2 (Segmind)" });
  await card.getByText("Das Guthaben bei Segmind reicht dafür nicht.").waitFor();
  await card.getByText("Es wurde nichts berechnet.").waitFor();
  await card.getByText("Lade es dort auf und versuche es dann noch einmal.").waitFor();
  await card.getByText("Im Wortlaut, auf Englisch").click();
  const exactly = card.locator("details p");
  assert.equal(await exactly.getAttribute("lang"), "en");
  assert.match(await exactly.textContent(), /Segmind/);
  await page.context().close();
});

test("a language whose file does not come leaves the page in English", async () => {
  const page = await pageFor("de", { route: (route) => route.abort() });
  await page.getByRole("button", { name: /^Generate/ }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.context().close();
});

test("a language that is chosen is there at once and after a reload, and what plays and the keys stay", async () => {
  const studio = await openStudio(browser);
  const { page } = studio;
  await studio.setAddress("http://127.0.0.1:9/segmind");
  await studio.generate();
  await studio.ready("Groove sketch");
  await studio.play();
  await studio.hear();
  await studio.openSettings();
  await studio.settings.getByLabel("Language").selectOption("Deutsch");
  const settings = page.getByRole("dialog", { name: "Einstellungen" });
  await settings.waitFor();
  await studio.hear();
  assert.equal(await settings.getByLabel("Sprache").evaluate((it) => it === document.activeElement), true);
  // The key that was entered is still held.
  const segmind = settings.locator("summary", { hasText: "Segmind" });
  assert.equal(await segmind.locator(".hint").textContent(), "Sandbox");
  await page.reload();
  await page.getByRole("button", { name: /^Erzeugen/ }).waitFor();
  await page.getByRole("button", { name: "Einstellungen" }).click();
  await settings.getByLabel("Sprache").selectOption("System");
  await studio.settings.waitFor();
  await studio.close();
});

test("German words, which are longer, make nothing scroll sideways at 320 pixels", async () => {
  const page = await pageFor("de");
  await page.getByRole("button", { name: /^Erzeugen/ }).click();
  await page.getByRole("button", { name: /^Abspielen:/ }).first().click();
  await page.setViewportSize(SMALLEST);
  for (const view of ["Neu", "Durchläufe", "Bibliothek"]) {
    await page.getByRole("button", { name: new RegExp(`^${view}`) }).click();
    const wider = await page.evaluate(() => {
      const limit = document.documentElement.clientWidth;
      const all = [...document.querySelectorAll("body *")].filter((it) => !it.closest(".visually-hidden, .skip"));
      const out = all.filter((it) => it.checkVisibility() && it.getBoundingClientRect().right > limit + 0.5);
      return out.map((it) => `${it.tagName}.${it.className}`);
    });
    assert.deepEqual(wider, [], view);
  }
  await page.context().close();
});
