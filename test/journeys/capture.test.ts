import { assert } from 'chai';
import type { TicketPage } from '../../server/wire/tickets.ts';
import { Page, api, newPerson, support, tokenFor, until } from '../widget/page.ts';
import { attached, choose, picture, rows } from './files.ts';

describe('a screenshot with a request', () => {
  let page: Page;
  let taken: () => Promise<MediaStream>;
  const own = navigator.mediaDevices.getDisplayMedia;
  const offer = (value: unknown) => Object.defineProperty(navigator.mediaDevices, 'getDisplayMedia', { configurable: true, value });

  beforeEach(() => {
    localStorage.clear();
    taken = () => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
      canvas.getContext('2d')?.fillRect(0, 0, 640, 480);
      return Promise.resolve(canvas.captureStream(30));
    };
    // The browser's own question cannot be answered here: what comes after it is real.
    offer(() => taken());
  });
  afterEach(() => {
    page.close();
    offer(own);
    Reflect.deleteProperty(navigator.mediaDevices, 'getDisplayMedia');
  });

  const begin = async (sub = newPerson()) => {
    page = await Page.open({ sub, attributes: { view: 'new', service: 'sales' } });
    await page.type('Title', 'The price list is cut off');
    await page.type('Description', 'On my screen, the last column is missing.');
    return sub;
  };
  const drawnOn = () => page.find('support-ticket-annotator dialog[open] canvas');

  it('is taken, drawn on, attached and sent; the server has it as it was drawn', async () => {
    const sub = await begin();
    await page.press('Take a screenshot');
    await drawnOn();
    await page.press('Crop');
    await page.press('Attach the screenshot');
    await attached(page, 1);
    assert.match(rows(page)[0] ?? '', /^capture-\d{4}-\d\d-\d\d-\d{4}\.png/);
    await page.press('Check my request');
    await page.heading('Check before sending');
    await page.press('Send');
    await page.heading('Your request is on its way');
    const [item] = (await api<TicketPage>(sub, '/tickets')).items;
    const [file] = item?.attachments ?? [];
    const { url } = await support();
    const response = await fetch(`${url}/api/v1/attachments/${file?.id}`, { headers: { authorization: `Bearer ${await tokenFor(sub)}` } });
    const { width, height } = await createImageBitmap(await response.blob());
    assert.deepEqual([width, height], [512, 384], 'four fifths of it were left');
  });

  it('leaves everything as it was when the customer refuses', async () => {
    await begin();
    taken = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
    let asked = 0;
    offer(() => (asked++, taken()));
    await page.press('Take a screenshot');
    await until('the question', () => asked);
    await until('the keyboard', () => !page.root.querySelector('dialog[open]'));
    assert.isEmpty(rows(page));
    assert.isEmpty(page.all('.error'));
  });

  it('says so when the browser cannot, and what to do instead', async () => {
    await begin();
    taken = () => Promise.reject(new DOMException('Could not start', 'NotReadableError'));
    (await page.named('Take a screenshot')).focus();
    await page.press('Take a screenshot');
    await page.says('The screenshot could not be taken. You can add a picture of your own instead.');
  });

  it('is not offered where browsers cannot', async () => {
    const there = Object.getOwnPropertyDescriptor(MediaDevices.prototype, 'getDisplayMedia');
    Reflect.deleteProperty(navigator.mediaDevices, 'getDisplayMedia');
    Reflect.deleteProperty(MediaDevices.prototype, 'getDisplayMedia');
    try {
      await begin();
      await page.named('Add a file');
      assert.notInclude(page.root.textContent, 'Take a screenshot');
    } finally {
      Object.defineProperty(MediaDevices.prototype, 'getDisplayMedia', there!);
    }
  });

  it('lets a picture that is attached already be drawn on, in its place', async () => {
    await begin();
    await choose(page, await picture('first.png'), await picture('second.png', 300, 200));
    await attached(page, 2);
    const [before] = rows(page);
    await page.press('Annotate first.png');
    await drawnOn();
    await page.press('Crop');
    await page.press('Save the picture');
    await until('the smaller one in its place', () => rows(page)[0] !== before && rows(page)[0]?.startsWith('first.png'));
    await attached(page, 2);
    await page.press('Annotate first.png');
    const canvas = (await drawnOn()) as HTMLCanvasElement;
    assert.deepEqual([canvas.width, canvas.height], [480, 240]);
  });
});
