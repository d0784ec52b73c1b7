/** Pages whose scripts have changed what every script builds on, as libraries of old do: a whole journey in each. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'puppeteer-core';
import { launch, openTab } from '../helpers/browser.ts';
import { always } from '../helpers/hours.ts';
import { startTestServer } from '../helpers/server.ts';
import type { TestServer } from '../helpers/server.ts';

const site = 'http://shop.example.test/';

let browser: Browser;
let server: TestServer;
before(async () => {
  browser = await launch();
  server = await startTestServer({ origins: [new URL(site).origin], config: { hours: always } });
});
after(async () => {
  await browser.close();
  await server.close();
});

const changes: Readonly<Record<string, string>> = {
  'a text, a function and a getter that throws on every object': `Object.prototype.extra = 'a text'; Object.prototype.each = () => {}; Object.defineProperty(Object.prototype, 'getExtra', { get() { throw new Error('not for everybody'); }, enumerable: true });`,
  'arrays, texts, numbers and dates with a toJSON of their own': `Array.prototype.toJSON = function () { return '[' + this.join(', ') + ']'; }; String.prototype.toJSON = function () { return '"' + this + '"'; }; Number.prototype.toJSON = String; Date.prototype.toJSON = () => '"x"'; Object.prototype.toJSON = () => '[object]';`,
  'arrays as Prototype has them': `Array.from = (all) => { const { length } = all; const made = new Array(length); for (let i = 0; i < length; i++) made[i] = all[i]; return made; };
    Object.assign(Array.prototype, { entries() { return [...this]; }, toArray() { return [...this]; }, find(is, at) { for (const one of this) if (is.call(at, one)) return one; }, reduce() { return this.length > 1 ? this : this[0]; }, first() { return this[0]; }, last() { return this[this.length - 1]; }, size() { return this.length; } });`,
  'elements as Prototype has them': `for (const [name, act] of Object.entries({ remove() { this.parentNode?.removeChild(this); return this; }, show() { return this; }, hide() { return this; }, update() { return this; }, select() { return []; }, observe() { return this; }, toggle() { return this; }, visible: () => true })) HTMLElement.prototype[name] = act;
    const native = window.Element; window.Element = function (tag) { return document.createElement(tag); }; window.Element.prototype = native.prototype; Function.prototype.bind = function (at, ...given) { const act = this; return function (...more) { return act.apply(at, [...given, ...more]); }; };`,
  'nodes that forgive, as translators have them': `const { removeChild, insertBefore } = Node.prototype; Node.prototype.removeChild = function (child) { return child.parentNode === this ? removeChild.call(this, child) : child; }; Node.prototype.insertBefore = function (node, before) { return before && before.parentNode !== this ? node : insertBefore.call(this, node, before); };`,
};

describe('the element in a page that has changed', () => {
  for (const [what, script] of Object.entries(changes))
    it(what, { timeout: 180_000 }, async () => {
      const { page, complaints } = await openTab(browser);
      const token = await server.token(`objects-${what.length}`);
      await page.setRequestInterception(true);
      page.on('request', (request) =>
        request.url() === site
          ? void request.respond({
              contentType: 'text/html',
              body: `<!doctype html><html lang="en"><title>Shop</title><script>${script}</script><support-ticket token="${token}"></support-ticket><script type="module" src="${server.url}/support-ticket.js"></script></html>`,
            })
          : void request.continue(),
      );
      await page.goto(site);
      const inside = (expression: string): string =>
        `(() => { const root = document.querySelector('support-ticket').shadowRoot; return root && (${expression}); })()`;
      // The usual ways to wait bring scripts of their own, which such a page would break.
      const until = async (expression: string): Promise<void> => {
        const end = Date.now() + 60_000;
        while ((await page.evaluate(`!!${inside(expression)}`)) !== true)
          if (Date.now() > end)
            throw new Error(
              `Never true: ${expression}\n${String(await page.evaluate(inside('root.querySelector(".surface")?.innerText')))}\n${complaints.join('\n')}`,
            );
      };
      const press = async (name: string): Promise<void> => {
        const named = `[...root.querySelectorAll('button, label')].filter((e) => e.checkVisibility() && e.innerText.trim().startsWith(${JSON.stringify(name)}))[0]`;
        await until(named);
        await page.evaluate(inside(`${named}.click()`));
      };
      const write = async (selector: string, text: string): Promise<void> => {
        await until(`root.querySelector('${selector}')?.checkVisibility()`);
        await page.evaluate(inside(`root.querySelector('${selector}').focus()`));
        await page.keyboard.type(text);
      };
      await press('Open a ticket');
      await press('Technical support');
      await press('Continue');
      await press('Something does not work');
      await press('Continue');
      await write('#title', 'Error 500 when saving');
      await write('#description', 'In Blog, New article: “Internal Server Error”.');
      await press('Check my request');
      await press('Send');
      await press('Follow ticket');
      await write('.answer textarea', 'Once more.');
      await press('Send');
      await until(`root.textContent.includes('Once more.') && !root.querySelector('.answer textarea').value`);
      await page.evaluate(`document.querySelector('support-ticket').show('open')`);
      await until(`root.querySelector('.screen')?.innerText.includes('Error 500 when saving')`);
      await page.evaluate(`document.querySelector('support-ticket').show('new')`);
      await press('Technical support');
      await press('Continue');
      await press('Something does not work');
      await press('Continue');
      await write('#title', 'To be kept');
      await until(`localStorage.length > 0 && Object.keys(localStorage).some((name) => localStorage.getItem(name).includes('To be kept'))`);
      await page.reload();
      await until(`root.querySelector('.screen')`);
      await page.evaluate(`document.querySelector('support-ticket').show('new')`);
      await until(`root.querySelector('#title')?.value === 'To be kept'`);
      assert.deepEqual(complaints, []);
      await page.close();
    });
});

describe('an element that another script has defined under its name', () => {
  it('is left alone, and a warning says so', async () => {
    const { page, complaints } = await openTab(browser);
    const warned: string[] = [];
    page.on('console', (message) => void (message.type() === 'warn' && warned.push(message.text())));
    await page.setRequestInterception(true);
    page.on('request', (request) =>
      request.url() === site
        ? void request.respond({
            contentType: 'text/html',
            body: `<!doctype html><title>Shop</title><script>customElements.define('support-ticket', class extends HTMLElement {})</script><support-ticket>Write to us</support-ticket><script type="module" src="${server.url}/support-ticket.js"></script><script type="module" src="${server.url}/support-ticket.js?copy"></script>`,
          })
        : void request.continue(),
    );
    await page.goto(site);
    await page.waitForNetworkIdle();
    assert.equal(warned.length, 2, 'each copy says so');
    assert.match(warned[0] ?? '', /was defined by another script already/);
    assert.equal(await page.evaluate('document.querySelector("support-ticket").innerText'), 'Write to us');
    assert.deepEqual(complaints, []);
    await page.close();
  });
});
