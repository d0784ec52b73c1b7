/** The element in pages that it does not own: their order of scripts, faults, styles, keys and dialogs. */
import { assert } from 'chai';
import { sendKeys } from '@web/test-runner-commands';
import type { TokenRequest } from '../../widget/customer/tag.ts';
import { SupportTicket } from '../../widget/support-ticket.ts';
import { Page, newPerson, support, tokenFor, until } from './page.ts';

let page: Page | undefined;
let warned: string[] = [];
const { warn } = console;

beforeEach(() => {
  warned = [];
  console.warn = (...words: unknown[]) => void warned.push(words.join(' '));
});

afterEach(() => {
  console.warn = warn;
  page?.close();
  page = undefined;
});

const home = 'How can we help you?';

describe('where a token comes from', () => {
  it('is a listener for support-token that was there before the element', async () => {
    const sub = newPerson();
    const answer = (event: Event) => (event as TokenRequest).respondWith(tokenFor(sub));
    document.addEventListener('support-token', answer);
    page = await Page.open({ tokenProvider: null });
    await page.heading(home);
    document.removeEventListener('support-token', answer);
  });

  it('is never an event where a provider or a token is given', async () => {
    let asked = 0;
    const count = () => void asked++;
    document.addEventListener('support-token', count);
    page = await Page.open();
    await page.heading(home);
    page.close();
    page = await Page.open({ tokenProvider: null, attributes: { token: await tokenFor(newPerson()) } });
    await page.heading(home);
    document.removeEventListener('support-token', count);
    assert.equal(asked, 0);
  });

  it('may be a property that was set before the element was defined', async () => {
    const name = `late-${newPerson()}`;
    const element = document.createElement(name) as SupportTicket;
    const sub = newPerson();
    element.tokenProvider = () => tokenFor(sub);
    element.setAttribute('server', (await support()).url);
    const main = document.createElement('main');
    main.append(element);
    document.body.append(main);
    customElements.define(name, class extends SupportTicket {});
    page = new Page(element, sub);
    await page.heading(home);
  });
});

describe('a fault of integration', () => {
  it('warns of an attribute that was meant as a property', async () => {
    page = await Page.open({ attributes: { tokenprovider: '() => fetchToken()' } });
    await page.heading(home);
    await until('the warning', () => /tokenprovider.*property tokenProvider/.test(warned.join('\n')));
  });

  it('is told once where nobody gives a token, and no button does nothing', async () => {
    page = await Page.open({ tokenProvider: null });
    await page.heading('Sign in to reach us');
    await page.press('Sign in');
    await page.says('Sign in on this site first');
    await page.named('Reload the page');
    await until('both warnings', () => warned.length >= 2);
    assert.lengthOf(
      warned.filter((line) => line.includes('has no token')),
      1,
    );
    assert.lengthOf(
      warned.filter((line) => line.includes('support-signed-out')),
      1,
    );
  });

  it('is a passing one where the site’s route fails', async () => {
    let works = false;
    const sub = newPerson();
    page = await Page.open({ sub, tokenProvider: async () => (works ? await tokenFor(sub) : Promise.reject(new Error('404'))) });
    await page.heading('Your tickets could not be shown');
    await page.says('This site could not tell us who you are.');
    await until('the warning', () => /the site failed/.test(warned.join('\n')));
    works = true;
    await page.press('Try again now');
    await page.heading(home);
  });

  it('is none where the site says that nobody is signed in', async () => {
    page = await Page.open({ tokenProvider: (async () => null) as unknown as () => Promise<string> });
    await page.heading('Sign in to reach us');
    page.close();
    page = await Page.open({ tokenProvider: () => Promise.reject(Object.assign(new Error('refused'), { status: 401 })) });
    await page.heading('Sign in to reach us');
    assert.deepEqual(warned, []);
  });

  it('is told where a provider resolves to nothing, and where it is no function', async () => {
    page = await Page.open({ tokenProvider: (async () => undefined) as unknown as () => Promise<string> });
    await page.heading('Sign in to reach us');
    await until('the warning', () => /type undefined in place of a token/.test(warned.join('\n')));
    page.close();
    page = await Page.open({ tokenProvider: 'fetchToken' as unknown as () => Promise<string> });
    await page.heading('Sign in to reach us');
    await until('the warning', () => /tokenProvider of type string/.test(warned.join('\n')));
  });

  it('is told without the token where the server refuses it', async () => {
    const token = `${(await tokenFor(newPerson())).split('.').slice(0, 2).join('.')}.wrong-signature`;
    page = await Page.open({ tokenProvider: async () => token });
    await page.heading('Sign in to reach us');
    await until('the warning', () => /refuses.*SUPPORT_TOKEN_SECRET/.test(warned.join('\n')));
    assert.notInclude(warned.join('\n'), token);
  });
});

/** How frameworks and templates make elements, before or after the element is defined. */
const ways: readonly (readonly [how: string, make: (name: string, provide: () => Promise<string>) => HTMLElement])[] = [
  [
    'a clone of a template',
    (name, provide) => {
      const template = document.createElement('template');
      template.innerHTML = `<${name}></${name}>`;
      return Object.assign((template.content.cloneNode(true) as DocumentFragment).firstElementChild as SupportTicket, {
        tokenProvider: provide,
      });
    },
  ],
  [
    'an import of a template',
    (name, provide) => {
      const template = document.createElement('template');
      template.innerHTML = `<${name}></${name}>`;
      return Object.assign(document.importNode(template.content, true).firstElementChild as SupportTicket, { tokenProvider: provide });
    },
  ],
  [
    'adopted from another document',
    (name, provide) => {
      const other = document.implementation.createHTMLDocument('');
      other.body.innerHTML = `<${name}></${name}>`;
      return Object.assign(document.adoptNode(other.body.firstElementChild as SupportTicket), { tokenProvider: provide });
    },
  ],
  [
    'written as HTML, with a listener on it',
    (name, provide) => {
      const box = document.createElement('div');
      box.innerHTML = `<${name}></${name}>`;
      const element = box.firstElementChild as HTMLElement;
      element.addEventListener('support-token', (event) => (event as TokenRequest).respondWith(provide()));
      return element;
    },
  ],
];

describe('an element that a framework makes', () => {
  for (const [how, make] of ways)
    for (const isLate of [false, true])
      it(`is at work when it is ${how}, and ${isLate ? 'defined later, while it moves' : 'defined already'}`, async () => {
        const name = `made-${newPerson()}`;
        const define = () => customElements.define(name, class extends SupportTicket {});
        if (!isLate) define();
        const sub = newPerson();
        const element = make(name, () => tokenFor(sub));
        element.setAttribute('server', (await support()).url);
        const [main, aside] = [document.createElement('main'), document.createElement('main')];
        document.body.append(main, aside);
        main.append(element);
        if (isLate) define();
        aside.append(element);
        main.append(element);
        page = new Page(element as SupportTicket, sub);
        await page.heading(home);
        aside.remove();
      });
});

describe('the styles of a page', () => {
  it('that a browser knows as inherited are all left outside', async () => {
    const outside = document.createElement('div');
    const parent = document.createElement('div');
    parent.append(outside);
    document.body.append(parent);
    const values = [
      'red',
      '7px',
      '3',
      '0.5',
      'none',
      'hidden',
      'all',
      'always',
      'both',
      'right',
      'uppercase',
      'nowrap',
      'preserve',
      'pre',
      'italic',
      'vertical-rl',
      'collapse',
      'wait',
      'auto',
      'manual',
      'anywhere',
      'keep-all',
      'break-all',
      'square',
      'inside',
      '900',
      '150%',
      'small-caps',
      '"smcp"',
      '"a" "b"',
      'upright',
      'over',
      'strict',
      'loose',
      'allow-end',
      'balance',
      'justify',
      'each-line',
      'optimizeLegibility',
      'geometricPrecision',
      'crisp-edges',
      'pixelated',
      'round',
      'square',
      'bevel',
      'evenodd',
      'middle',
      'central',
      'open dot',
      '1px 1px red',
      '2 2',
      'url("#a")',
      'under',
      'avoid',
      'historical-forms',
      'slashed-zero',
      'jis78',
      'super',
      'emoji',
      'normal',
      'trim-both',
      'text cap',
      'no-autospace',
      'weight',
      'hide',
      'dark',
      'economy',
      'exact',
      'to-zero',
      'numeric-only',
      'allow-keywords',
    ];
    const meant =
      /^(font|font-family|font-size|color|color-scheme|visibility|direction)$|logical-|^--|-(block|inline)(-|$)|^(inline|block)-size$/;
    /** With a value that is passed on to what is inside. */
    const names: string[] = [];
    for (const name in getComputedStyle(outside))
      if (!/^\d|^css/.test(name))
        names.push(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replace(/^webkit-/, '-webkit-'));
    const inherited = [...new Set(names)]
      .filter((name) => CSS.supports(name, 'inherit'))
      .flatMap((name) => {
        if (meant.test(name)) return [];
        const before = getComputedStyle(outside).getPropertyValue(name);
        const found = values.find((value) => {
          parent.style.setProperty(name, value);
          const after = getComputedStyle(outside).getPropertyValue(name);
          const own = getComputedStyle(parent).getPropertyValue(name);
          parent.removeAttribute('style');
          // What is worked out from the layout changes as well, and is no heirloom.
          return after !== before && after === own && !/^(width|height|perspective-origin|transform-origin)$/.test(name);
        });
        return found === undefined ? [] : [[name, found] as const];
      });
    parent.remove();
    for (const name of [
      'text-transform',
      'white-space-collapse',
      'hyphens',
      'writing-mode',
      'cursor',
      'list-style-type',
      'quotes',
      'tab-size',
      'line-height',
      'word-spacing',
      'text-wrap-mode',
      'pointer-events',
      '-webkit-text-fill-color',
      'caret-color',
      'accent-color',
    ])
      assert.include(
        inherited.map(([known]) => known),
        name,
        'the walk finds what is known',
      );
    page = await Page.open();
    await page.heading(home);
    const style = document.createElement('style');
    document.head.append(style);
    const soft = await page.find('.soft');
    const wanted = new Map(inherited.map(([name]) => [name, getComputedStyle(soft).getPropertyValue(name)]));
    try {
      for (const [name, value] of inherited) {
        style.textContent = `body, support-ticket { ${name}: ${value} !important }`;
        assert.equal(getComputedStyle(soft).getPropertyValue(name), wanted.get(name), `${name}: ${value}`);
      }
    } finally {
      style.remove();
    }
  });

  it('do not come through, but for the font’s family and size, and the colour', async () => {
    const plainPage = await Page.open();
    await plainPage.heading(home);
    const wanted = { ...getComputedStyle(await plainPage.find('.soft')) };
    plainPage.close();
    const style = document.createElement('style');
    style.textContent = `body, support-ticket { text-transform: uppercase; white-space: nowrap; user-select: none; text-indent: 3em; font-variant: small-caps; letter-spacing: 3px; word-spacing: 5px; word-break: break-all;
      text-shadow: 1px 1px red; text-align: right; font-style: italic; font-weight: 900; font-stretch: expanded; line-height: 3; cursor: wait; hyphens: auto; tab-size: 2; list-style: square; text-underline-offset: 9px; quotes: none;
      writing-mode: vertical-rl; -webkit-text-fill-color: red; -webkit-text-stroke: 1px red; font-feature-settings: "smcp"; text-wrap: nowrap; caret-color: red; pointer-events: none; overflow-wrap: normal; line-break: anywhere }`;
    document.head.append(style);
    try {
      page = await Page.open();
      await page.heading(home);
      const found = getComputedStyle(await page.find('.soft'));
      const properties = [
        'textTransform',
        'whiteSpace',
        'userSelect',
        'textIndent',
        'fontVariant',
        'letterSpacing',
        'wordSpacing',
        'wordBreak',
        'textShadow',
        'textAlign',
        'fontStyle',
        'fontWeight',
        'lineHeight',
        'cursor',
        'hyphens',
        'tabSize',
        'listStyleType',
        'textUnderlineOffset',
        'quotes',
        'writingMode',
        'webkitTextFillColor',
        'fontFeatureSettings',
        'textWrap',
        'pointerEvents',
        'overflowWrap',
        'lineBreak',
        'fontStretch',
      ] as const;
      for (const name of properties) assert.equal(found[name], wanted[name], name);
    } finally {
      style.remove();
    }
  });

  it('give the surface its direction with its language', async () => {
    document.documentElement.dir = 'rtl';
    try {
      page = await Page.open();
      await page.heading(home);
      assert.equal((await page.find('.surface')).getAttribute('dir'), 'ltr');
    } finally {
      document.documentElement.removeAttribute('dir');
    }
  });
});

describe('the keys of a page', () => {
  it('see nothing of what is typed into the widget’s fields', async () => {
    const seen: string[] = [];
    const take = (event: Event) => {
      seen.push(event.type);
      event.preventDefault();
    };
    const types = ['keydown', 'keypress', 'keyup', 'beforeinput'];
    for (const type of types) document.addEventListener(type, take);
    try {
      page = await Page.open({ attributes: { view: 'new', service: 'sales' } });
      const title = (await page.named('Title', 'input')) as HTMLInputElement;
      title.focus();
      await sendKeys({ type: 'no news: see /srv/files?' });
      assert.equal(title.value, 'no news: see /srv/files?');
      assert.deepEqual(seen, []);
    } finally {
      for (const type of types) document.removeEventListener(type, take);
    }
  });
});

describe('a modal dialog of the page', () => {
  it('has the panel above it, and usable', async () => {
    const dialog = document.createElement('dialog');
    dialog.append(document.createElement('button'));
    document.body.append(dialog);
    dialog.showModal();
    try {
      page = await Page.open({ attributes: { mode: 'launcher' } });
      await page.find('.launch');
      page.element.show();
      await until('the panel as a modal dialog', () => page?.root.querySelector('.panel')?.matches(':modal'));
      await page.heading(home);
      const button = await page.named('Close the panel');
      button.focus();
      assert.strictEqual(page.root.activeElement, button);
      button.click();
      await until('the panel to close', () => !page?.root.querySelector('.panel')?.matches(':modal'));
    } finally {
      dialog.remove();
    }
  });
});

describe('an element that was taken out of the page', () => {
  it('does nothing any more, whatever it had begun', async () => {
    let listening = 0;
    const types = new Set<string>();
    const { addEventListener, removeEventListener } = window;
    window.addEventListener = (
      type: string,
      listener: EventListenerOrEventListenerObject | null,
      options?: boolean | AddEventListenerOptions,
    ) => {
      listening++;
      types.add(type);
      // A listener that is given a signal ends with it, and is never removed by name.
      if (typeof options === 'object') options.signal?.addEventListener('abort', () => listening--, { once: true });
      addEventListener.call(window, type, listener as EventListener, options);
    };
    window.removeEventListener = (...given: Parameters<typeof removeEventListener>) => {
      listening--;
      removeEventListener.apply(window, given);
    };
    try {
      const opened = await Page.open({ attributes: { mode: 'launcher' } });
      opened.element.show();
      const other = document.createElement('div');
      document.body.append(other);
      other.append(opened.element);
      opened.element.remove();
      other.remove();
      opened.close();
      const last = await Page.open();
      page = last;
      await last.heading(home);
      await until('the stream of news to listen', () => types.has('pagehide'));
      last.element.remove();
      await until('nobody to listen', () => listening === 0 || null);
    } finally {
      window.addEventListener = addEventListener;
      window.removeEventListener = removeEventListener;
    }
  });
});
