import { assert } from 'chai';
import 'axe-core';
import { sendKeys, sendMouse, setViewport } from '@web/test-runner-commands';
import { annotateFile, captureScreen, nameOf } from '../../widget/capture/capture.ts';
import { encode, fromFile } from '../../widget/capture/encode.ts';
import { History, cropOf, moved, stretched } from '../../widget/capture/marks.ts';
import type { Mark } from '../../widget/capture/marks.ts';
import { cellOf, canvasOf, mosaic, paint } from '../../widget/capture/paint.ts';
import { base } from '../../widget/draw/styles/base.ts';
import { controls } from '../../widget/draw/styles/controls.ts';
import { tokens } from '../../widget/draw/styles/tokens.ts';
import { plain, until } from './page.ts';

declare const axe: typeof import('axe-core');

const aMark = (changes: Partial<Mark>): Mark => ({ id: 1, tool: 'blur', x: 10, y: 10, w: 100, h: 50, seed: 1, ...changes });
const size = { width: 400, height: 300 };

/** White, with a text and a blue corner at the bottom right. */
function picture(text = 'hunter2', { width, height } = size): HTMLCanvasElement {
  const { canvas, context } = canvasOf({ width, height });
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.fillStyle = '#00f';
  context.fillRect(width - 20, height - 20, 20, 20);
  context.fillStyle = '#000';
  context.font = '16px sans-serif';
  context.fillText(text, 30, 50);
  return canvas;
}
const fileOf = (canvas: HTMLCanvasElement, name = 'photo.png', type = 'image/png'): Promise<File> =>
  new Promise((resolve) => canvas.toBlob((blob) => resolve(new File([blob!], name, { type })), type));
const pixelsOf = (canvas: HTMLCanvasElement, x = 0, y = 0, w = canvas.width, h = canvas.height): ImageData =>
  canvas.getContext('2d', { willReadFrequently: true })!.getImageData(x, y, w, h);

describe('marks on a picture', () => {
  it('stay within it, moved or stretched', () => {
    assert.deepInclude(moved(aMark({}), -50, 500, size), { x: 0, y: 250, w: 100, h: 50 });
    assert.deepInclude(stretched(aMark({}), [1, 1], 1_000, -500, size), { x: 10, y: 10, w: 390, h: -10 });
    assert.deepInclude(moved(aMark({ tool: 'arrow', x: 110, w: -100 }), -50, 0, size), { x: 100, w: -100 });
  });

  it('cut to whole pixels, whichever corner was drawn first', () => {
    assert.deepEqual(cropOf([aMark({ tool: 'crop', x: 200.4, y: 150.2, w: -100.8, h: -50 })], size), { x: 100, y: 100, w: 101, h: 50 });
    assert.deepEqual(cropOf([], size), { x: 0, y: 0, w: 400, h: 300 });
  });

  it('are undone step by step, and steps of one move at once', () => {
    const history = new History<string>('none');
    history.push('one');
    history.push('two', 'move');
    history.push('three', 'move');
    history.undo();
    assert.equal(history.now, 'one');
    history.undo();
    assert.equal(history.now, 'none');
    history.undo();
    history.redo();
    history.redo();
    assert.equal(history.now, 'three');
    history.undo();
    history.push('other');
    assert.isFalse(history.canRedo);
  });
});

describe('a blur', () => {
  /** The text under a blur drawn close around it. */
  const blurred = (text: string, seed: number): ImageData => {
    const canvas = picture();
    paint(canvas.getContext('2d', { willReadFrequently: true })!, picture(text), size, [aMark({ x: 25, y: 32, w: 120, h: 24, seed })]);
    return pixelsOf(canvas, 25, 32, 120, 24);
  };
  const difference = (a: ImageData, b: ImageData): number =>
    a.data.reduce((sum, value, index) => sum + Math.abs(value - (b.data[index] ?? 0)), 0) / a.data.length;

  it('leaves one colour in each cell, and few cells', () => {
    const { data } = blurred('hunter2', 7);
    const colours = new Set(Array.from({ length: data.length / 4 }, (_, i) => data.slice(i * 4, i * 4 + 4).join()));
    assert.isAtMost(colours.size, 5);
    const plainText = pixelsOf(picture(), 25, 32, 120, 24).data;
    assert.isAbove(
      new Set(Array.from({ length: plainText.length / 4 }, (_, i) => plainText.slice(i * 4, i * 4 + 4).join())).size,
      5,
      'the text itself has many',
    );
  });

  it('tells two texts apart no better than the same text twice', () => {
    const seeds = Array.from({ length: 200 }, (_, seed) => seed);
    const mean = (numbers: number[]) => numbers.reduce((a, b) => a + b) / numbers.length;
    const same = mean(seeds.map((seed) => difference(blurred('hunter2', seed), blurred('hunter2', seed + 1_000))));
    const other = mean(seeds.map((seed) => difference(blurred('hunter2', seed), blurred('letmein', seed + 1_000))));
    assert.isAbove(same, 5, 'the noise is there at all');
    assert.isBelow(other / same, 1.15);
  });

  it('takes cells larger than large letters', () => {
    assert.isAtLeast(cellOf({ width: 1280, height: 800 }, 300, 90), 30);
    assert.isAtLeast(cellOf({ width: 3840, height: 2160 }, 300, 30), 80);
    const whole = new ImageData(new Uint8ClampedArray(100 * 10 * 4).fill(200), 100, 10);
    mosaic(whole, 24, () => 0.5);
    assert.equal(whole.data[3], 255);
  });
});

describe('the file', () => {
  it('is cut, keeps what lies outside a blur, and weighs no more than allowed', async () => {
    const marks = [aMark({}), aMark({ id: 2, tool: 'crop', x: 200, y: 100, w: 200, h: 200 })];
    const cut = await fromFile(await encode(picture(), marks, { type: 'image/png', maxBytes: Infinity }));
    assert.deepEqual([cut.width, cut.height], [200, 200]);
    assert.deepEqual([...pixelsOf(cut, 195, 195, 1, 1).data], [0, 0, 255, 255]);
    const noise = canvasOf({ width: 600, height: 600 });
    const pixels = noise.context.createImageData(600, 600);
    crypto.getRandomValues(pixels.data.subarray(0, 65_536));
    for (let at = 65_536; at < pixels.data.length; at++) pixels.data[at] = (pixels.data[at % 65_536]! * (at >> 8)) & 255;
    noise.context.putImageData(pixels, 0, 0);
    const whole = await encode(noise.canvas, [], { type: 'image/png', maxBytes: Infinity });
    const small = await encode(noise.canvas, [], { type: 'image/png', maxBytes: 200_000 });
    assert.isAbove(whole.size, 200_000);
    assert.isAtMost(small.size, 200_000);
    assert.isAbove((await fromFile(small)).width, 100);
  });

  it('is named after the day and the hour', () => assert.equal(nameOf(new Date(2026, 10, 25, 15, 20)), 'capture-2026-11-25-1520.png'));
});

describe('the annotator', () => {
  let host: HTMLElement;
  let opener: HTMLButtonElement;
  let result: Promise<File | null>;
  const root = () => host.shadowRoot as ShadowRoot;
  const all = <E extends HTMLElement = HTMLElement>(selector: string) => [...root().querySelectorAll<E>(selector)];
  const one = <E extends HTMLElement = HTMLElement>(selector: string) => until(selector, () => root().querySelector<E>(selector));
  const button = (name: string) =>
    until(name, () => all('button').find((found) => (found.getAttribute('aria-label') ?? plain(found.innerText)) === name));
  const press = async (name: string) => (await button(name)).click();
  const focused = () => root().activeElement?.getAttribute('aria-label') ?? plain((root().activeElement as HTMLElement | null)?.innerText);

  beforeEach(() => {
    host = document.createElement('div');
    const shadow = host.attachShadow({ mode: 'open' });
    shadow.adoptedStyleSheets = [tokens, controls, base].flatMap(({ styleSheet }) => styleSheet ?? []);
    const surface = document.createElement('div');
    surface.className = 'surface';
    opener = document.createElement('button');
    surface.append(opener);
    shadow.append(surface);
    document.body.append(host);
    opener.focus();
  });
  afterEach(() => host.remove());

  const open = async (file?: File) => {
    result = annotateFile(file ?? (await fileOf(picture())), opener);
    await one('dialog[open] canvas');
  };
  const attach = async () => {
    await press('Save the picture');
    const file = await result;
    assert.isNotNull(file);
    return { file: file as File, canvas: await fromFile(file as File) };
  };
  /** Where a point of the picture is on the screen. */
  const at = async (x: number, y: number): Promise<[number, number]> => {
    const { left, top, width, height } = (await one('.drawn')).getBoundingClientRect();
    return [Math.round(left + (x / size.width) * width), Math.round(top + (y / size.height) * height)];
  };
  const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
    await sendMouse({ type: 'move', position: await at(...from) });
    await sendMouse({ type: 'down' });
    await sendMouse({ type: 'move', position: await at((from[0] + to[0]) / 2, (from[1] + to[1]) / 2) });
    await sendMouse({ type: 'move', position: await at(...to) });
    await sendMouse({ type: 'up' });
  };

  it('draws an arrow, blurs and crops by pointer; undo takes back, redo brings again', async () => {
    await open();
    await drag([200, 200], [300, 250]);
    await until('the arrow', () => all('.mark.arrow').length === 1);
    const choose = async (tool: string) => {
      const { left, top } = (await one(`[data-tool=${tool}]`)).getBoundingClientRect();
      await sendMouse({ type: 'click', position: [Math.round(left + 8), Math.round(top + 8)] });
    };
    await choose('blur');
    await drag([20, 30], [120, 60]);
    await until('the blur', () => all('.mark.blur').length === 1);
    await choose('crop');
    await drag([0, 0], [350, 280]);
    await until('the crop', () => all('.mark.crop').length === 1);
    await press('Undo');
    await until('no crop', () => !all('.mark.crop').length);
    await press('Redo');
    await until('the crop again', () => all('.mark.crop').length === 1);
    const { canvas, file } = await attach();
    assert.equal(file.name, 'photo.png');
    assert.closeTo(canvas.width, 350, 3);
    assert.closeTo(canvas.height, 280, 3);
    const [r = 0, g = 0] = pixelsOf(canvas, 250, 225, 1, 1).data;
    assert.isAbove(r - g, 100, 'red where the arrow is');
    const text = pixelsOf(picture(), 30, 35, 60, 20).data;
    const left = pixelsOf(canvas, 30, 35, 60, 20).data;
    assert.isTrue(text.some((value) => value < 40));
    assert.isFalse(
      left.some((value) => value < 40),
      'nothing of the letters is left',
    );
  });

  it('moves and stretches what is there already', async () => {
    await open();
    await press('Blur');
    const mark = await one('.mark.blur');
    const before = mark.getBoundingClientRect();
    await drag([200, 150], [220, 170]);
    const after = await until('it to move', () =>
      mark.getBoundingClientRect().left !== before.left ? mark.getBoundingClientRect() : null,
    );
    assert.closeTo(after.width, before.width, 1);
    await drag([270, 207], [330, 260]);
    await until('it to grow', () => mark.getBoundingClientRect().width > after.width + 20);
    assert.equal(all('.mark').length, 1);
  });

  it('works by keyboard alone, and says what it does', async () => {
    await open();
    assert.equal(focused(), 'Arrow');
    await sendKeys({ press: 'Tab' });
    assert.equal(focused(), 'Blur');
    await sendKeys({ press: 'Enter' });
    const mark = await one('.mark.blur');
    await until('the mark to have the keyboard', () => root().activeElement === mark);
    const { left, width } = mark.getBoundingClientRect();
    await sendKeys({ press: 'ArrowLeft' });
    await sendKeys({ press: 'ArrowLeft' });
    await until('it to move', () => mark.getBoundingClientRect().left < left - 4);
    await sendKeys({ down: 'Shift' });
    await sendKeys({ press: 'ArrowRight' });
    await sendKeys({ up: 'Shift' });
    await until('it to grow', () => mark.getBoundingClientRect().width > width + 2);
    assert.match(
      plain(root().querySelector('[role=status]')?.textContent),
      /^Blur: \d+ % from the left, \d+ % from the top, \d+ % wide, \d+ % high$/,
    );
    await sendKeys({ down: 'Control' });
    await sendKeys({ press: 'z' });
    await sendKeys({ up: 'Control' });
    await until('all of the moving to be undone', () => mark.getBoundingClientRect().left > left - 1);
    (await one('.mark.blur')).focus();
    await sendKeys({ press: 'Delete' });
    await until('it to go', () => !all('.mark').length);
    assert.equal(focused(), 'Blur');
  });

  it('asks before Escape throws away what was drawn, and gives the keyboard back', async () => {
    await open();
    await press('Arrow');
    await one('.mark.arrow');
    for (let time = 0; time < 2; time++) {
      await sendKeys({ press: 'Escape' });
      await until('the question', () => focused() === 'Keep annotating');
      await sendKeys({ press: 'Escape' });
      await until('the picture again', () => !all('[role=alertdialog]').length);
    }
    await sendKeys({ press: 'Escape' });
    await press('Discard');
    assert.isNull(await result);
    await until('the dialog to go', () => !all('dialog').length && root().activeElement === opener);
  });

  it('closes at once when there is nothing to lose', async () => {
    await open();
    await sendKeys({ press: 'Escape' });
    assert.isNull(await result);
    await until('the keyboard', () => root().activeElement === opener);
  });

  it('keeps the keyboard inside', async () => {
    await open();
    for (let step = 0; step < 12; step++) {
      await sendKeys({ press: 'Tab' });
      assert.notEqual(root().activeElement, opener);
    }
  });

  it('keeps a photo a photo, and refuses what is no picture', async () => {
    await open(await fileOf(picture(), 'été.jpeg', 'image/jpeg'));
    const { file } = await attach();
    assert.deepEqual([file.name, file.type], ['été.jpeg', 'image/jpeg']);
    let failure: unknown = null;
    await annotateFile(new File(['no picture'], 'x.png', { type: 'image/png' }), opener).catch((error: unknown) => (failure = error));
    assert.isNotNull(failure);
    assert.isEmpty(all('dialog'));
  });

  it('fits a phone', async () => {
    await setViewport({ width: 360, height: 640 });
    try {
      await open(await fileOf(picture('tall', { width: 400, height: 1_600 })));
      const dialog = await one('dialog');
      assert.isAtMost(dialog.scrollWidth, dialog.clientWidth);
      const { bottom } = (await button('Save the picture')).getBoundingClientRect();
      assert.isAtMost(bottom, 640);
      const { width, height } = (await one('.drawn')).getBoundingClientRect();
      assert.closeTo(height / width, 4, 0.1);
      assert.isAbove(height, 200);
    } finally {
      await setViewport({ width: 800, height: 600 });
    }
  });

  it('has no accessibility fault that a machine can find', async () => {
    await open();
    for (const name of ['Crop', 'Arrow', 'Blur']) await press(name);
    const { violations } = await axe.run(host, {
      rules: { region: { enabled: false }, 'page-has-heading-one': { enabled: false }, 'button-name': { enabled: true } },
    });
    assert.deepEqual(
      violations
        .filter(({ nodes }) => nodes.some((node) => !node.html.startsWith('<button></button>')))
        .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`),
      [],
    );
  });

  describe('on what the customer shows', () => {
    const own = navigator.mediaDevices.getDisplayMedia;
    let asked: (DisplayMediaStreamOptions & { preferCurrentTab?: boolean }) | undefined;
    let stream: MediaStream;
    afterEach(() => Object.defineProperty(navigator.mediaDevices, 'getDisplayMedia', { configurable: true, value: own }));
    const answer = (give: () => Promise<MediaStream>) =>
      Object.defineProperty(navigator.mediaDevices, 'getDisplayMedia', {
        configurable: true,
        value: (options: typeof asked) => ((asked = options), give()),
      });
    const show = () => {
      const canvas = picture('shown', { width: 640, height: 480 });
      stream = canvas.captureStream(30);
      return Promise.resolve(stream);
    };

    it('takes one picture, stops at once, and hides the panel meanwhile only', async () => {
      const panel = document.createElement('div');
      panel.className = 'panel';
      opener.replaceWith(panel);
      panel.append(opener);
      let hidden = '';
      answer(() => {
        void until('the panel to hide', () => panel.style.opacity === '0').then(() => (hidden = panel.style.opacity));
        return show();
      });
      result = captureScreen(opener);
      const canvas = await one<HTMLCanvasElement>('dialog[open] canvas');
      assert.deepEqual([canvas.width, canvas.height], [640, 480]);
      assert.isTrue(stream.getTracks().every(({ readyState }) => readyState === 'ended'));
      assert.equal(hidden, '0');
      assert.equal(panel.style.opacity, '');
      assert.isTrue(asked?.preferCurrentTab);
      await press('Attach the screenshot');
      const file = (await result) as File;
      assert.match(file.name, /^capture-\d{4}-\d\d-\d\d-\d{4}\.png$/);
      assert.equal(file.type, 'image/png');
    });

    it('takes a refusal for an answer, and says when it cannot', async () => {
      answer(() => Promise.reject(new DOMException('Permission denied', 'NotAllowedError')));
      assert.isNull(await captureScreen(opener));
      assert.isUndefined(asked?.preferCurrentTab);
      answer(() => Promise.reject(new DOMException('No source', 'NotReadableError')));
      let failure: unknown = null;
      await captureScreen(opener).catch((error: unknown) => (failure = error));
      assert.instanceOf(failure, DOMException);
    });
  });
});
