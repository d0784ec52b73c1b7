import 'axe-core';
import { assert } from 'chai';
import type { AttachmentView, TicketPage, TicketView } from '../../server/wire/tickets.ts';
import { Page, aTicket, api, newPerson, plain, support, tokenFor, until } from '../widget/page.ts';
import { attached, carrying, choose, cutUploads, holdDisk, holdUploads, mendUploads, picture, rows, text } from './files.ts';

declare const axe: typeof import('axe-core');

let page: Page;
let release: (() => void) | null = null;

beforeEach(() => localStorage.clear());
afterEach(() => {
  release?.();
  release = null;
  page.close();
});

const list = (sub: string): Promise<TicketPage> => api<TicketPage>(sub, '/tickets');

const only = async (sub: string): Promise<TicketView> => {
  const { items } = await until<TicketPage>('a ticket', async () => list(sub).then((found) => found.total > 0 && found));
  assert.lengthOf(items, 1);
  return api(sub, `/tickets/${items[0]?.id}`);
};

const bytesOf = async (sub: string, { id }: AttachmentView): Promise<Blob> => {
  const { url } = await support();
  const response = await fetch(`${url}/api/v1/attachments/${id}`, { headers: { authorization: `Bearer ${await tokenFor(sub)}` } });
  assert.equal(response.status, 200);
  return response.blob();
};

const begin = async (sub = newPerson()): Promise<string> => {
  page = await Page.open({ sub, attributes: { view: 'new', service: 'sales' } });
  await page.heading('Describe your request');
  await page.find('support-ticket-files input');
  return sub;
};

const write = async (): Promise<void> => {
  await page.type('Title', 'A quote for three servers');
  await page.type('Description', 'We need three servers in January.');
};

const sendIt = async (): Promise<void> => {
  await page.press('Check my request');
  await page.heading('Check before sending');
  await page.press('Send');
};

describe('files of a new request', () => {
  it('go eight at once, with the ticket, in their order', async () => {
    const sub = await begin();
    const files = Array.from({ length: 8 }, (_, index) => text(`journal-${index}.log`, `line ${index}\n`));
    await write();
    await choose(page, ...files);
    await attached(page, 8);
    await sendIt();
    await page.heading('Your request is on its way');
    const ticket = await only(sub);
    assert.deepEqual(
      ticket.attachments.map(({ name }) => name),
      files.map(({ name }) => name),
    );
    assert.equal(await (await bytesOf(sub, ticket.attachments[7] as AttachmentView)).text(), 'line 7\n');
  });

  it('are listed before sending, and lead back to where they are changed', async () => {
    await begin();
    await write();
    await choose(page, text('journal.log'));
    await attached(page, 1);
    await page.press('Check my request');
    await page.heading('Check before sending');
    await until('the file to be listed', () => rows(page).length === 1);
    await page.press('Change: Attachments');
    await page.heading('Describe your request');
    await until('the button to have the keyboard', () => page.root.activeElement === page.root.querySelector('#files'));
  });

  it('are refused in words when they are too many, too large, empty, there already or of a kind not taken; the rest stays', async () => {
    await begin();
    await choose(
      page,
      text('journal.log'),
      text('empty.log', ''),
      text('setup.exe', 'MZ'),
      new File([new Uint8Array(10 * 2 ** 20 + 1)], 'film.log'),
    );
    await page.says(/“\W?empty\.log\W?” is empty\./);
    await page.says(/“\W?setup\.exe\W?” is a type of file we cannot accept\./);
    await page.says(/“\W?film\.log\W?” is too large: 10 MB at most\./);
    await attached(page, 1);
    await choose(page, text('journal.log'));
    await page.says(/“\W?journal\.log\W?” is already attached\./);
    await choose(page, ...Array.from({ length: 8 }, (_, index) => text(`more-${index}.log`)));
    await page.says(/“\W?more-7\.log\W?” was not added: 8 files at most\./);
    await attached(page, 8);
  });

  it('may weigh 10 MB to the byte', async () => {
    const sub = await begin();
    await write();
    await choose(page, text('whole.log', new Uint8Array(10 * 2 ** 20).fill(97)));
    await attached(page, 1);
    await page.says('10 MB, attached');
    await sendIt();
    await page.heading('Your request is on its way');
    assert.equal((await only(sub)).attachments[0]?.size, 10 * 2 ** 20);
  });

  it('wait on this device when the connection is cut, and go by themselves when it is back', async () => {
    const sub = await begin();
    release = cutUploads();
    await write();
    await choose(page, text('journal.log'));
    await page.says('The connection was cut. The file is kept here.');
    release();
    await attached(page, 1);
    await sendIt();
    await page.heading('Your request is on its way');
    assert.lengthOf((await only(sub)).attachments, 1);
  });

  it('are tried again when asked', async () => {
    await begin();
    release = cutUploads();
    await choose(page, text('journal.log'));
    await page.named('Try again: journal.log');
    mendUploads();
    await page.press('Try again: journal.log');
    await attached(page, 1);
  });

  it('that break off again and again, while smaller things arrive, are told to be too large for the way', async () => {
    await begin();
    release = cutUploads();
    await choose(page, new File([new Uint8Array(1_500_000).fill(97)], 'long.log', { type: 'text/plain' }), text('short.log'));
    await page.named('Try again: long.log');
    await page.press('Try again: long.log');
    await page.says(/\(1\.4.MB\) seems too large for the network between you and us/);
    await page.says('The connection was cut. The file is kept here.');
  });

  it('of a forbidden kind under an innocent name are refused by the server, in words, and hold the request back until removed', async () => {
    const sub = await begin();
    await write();
    await choose(page, new File(['<!doctype html><script>alert(1)</script>'], 'photo.png', { type: 'image/png' }), text('journal.log'));
    await page.says('We cannot accept this type of file, whatever its name says.');
    assert.lengthOf(page.all('.files .link'), 0, 'the same bytes would be refused again');
    await page.press('Check my request');
    await page.heading('Describe your request');
    await page.press('Remove photo.png');
    await attached(page, 1);
    await sendIt();
    await page.heading('Your request is on its way');
    assert.deepEqual(
      (await only(sub)).attachments.map(({ name }) => name),
      ['journal.log'],
    );
  });

  it('go on where they were after a reload in their middle', async () => {
    const sub = await begin();
    release = holdUploads();
    await write();
    await choose(page, text('journal.log', 'all of it\n'));
    await page.find('.files progress');
    page.close();
    release();
    await begin(sub);
    await attached(page, 1);
    assert.equal(((await page.named('Title')) as HTMLInputElement).value, 'A quote for three servers');
    await sendIt();
    await page.heading('Your request is on its way');
    const ticket = await only(sub);
    assert.equal(await (await bytesOf(sub, ticket.attachments[0] as AttachmentView)).text(), 'all of it\n');
  });

  it('are nobody else’s: whoever signs in next sees none of them', async () => {
    const sub = await begin();
    release = holdUploads();
    await choose(page, text('journal.log'));
    await page.find('.files progress');
    page.close();
    await begin(newPerson());
    assert.lengthOf(rows(page), 0);
    page.close();
    release();
    await begin(sub);
    await attached(page, 1);
  });

  it('still on their way when the request is sent are waited for, visibly; it goes once', async () => {
    const sub = await begin();
    release = holdUploads();
    await write();
    await choose(page, text('journal.log'));
    await page.find('.files progress');
    await sendIt();
    await page.says('will be sent as soon as its files have arrived');
    assert.equal((await list(sub)).total, 0);
    release();
    await page.heading('Your request is on its way');
    assert.deepEqual(
      (await only(sub)).attachments.map(({ name }) => name),
      ['journal.log'],
    );
  });

  it('go with their request even when the page was closed on them', async () => {
    const sub = await begin();
    release = holdUploads();
    await write();
    await choose(page, text('journal.log'));
    await page.find('.files progress');
    await sendIt();
    await page.says('will be sent as soon as its files have arrived');
    page.close();
    release();
    page = await Page.open({ sub });
    await page.says(/Your request is on its way: it is ticket #\d+/);
    assert.lengthOf((await only(sub)).attachments, 1);
  });

  it('can be taken back with their request while they are on their way', async () => {
    const sub = await begin();
    release = holdUploads();
    await write();
    await choose(page, text('journal.log'));
    await page.find('.files progress');
    await sendIt();
    await page.says('will be sent as soon as its files have arrived');
    await page.press('Change it');
    await page.heading('Describe your request');
    release();
    await attached(page, 1);
    assert.equal((await list(sub)).total, 0);
  });

  it('refused after their request was sent bring it back to be mended', async () => {
    const sub = await begin();
    release = holdUploads();
    await write();
    await choose(page, new File(['<!doctype html><html></html>'], 'photo.png', { type: 'image/png' }));
    await page.find('.files progress');
    await sendIt();
    await page.says('will be sent as soon as its files have arrived');
    release();
    await page.says('Your request could not be sent. One of its files could not be accepted: remove it, or add it again.');
    await page.heading('Describe your request');
    await page.says('We cannot accept this type of file, whatever its name says.');
    assert.equal(((await page.named('Title')) as HTMLInputElement).value, 'A quote for three servers');
    assert.equal((await list(sub)).total, 0);
  });

  it('slow to reach the disk do not leave before, nor bring a draft back that was sent', async () => {
    const sub = await begin();
    await write();
    release = holdDisk();
    await choose(page, text('journal.log'));
    await page.find('.files > li');
    // Whatever makes waiting files go.
    window.dispatchEvent(new Event('online'));
    await sendIt();
    await page.says('will be sent as soon as its files have arrived');
    release();
    await page.heading('Your request is on its way');
    assert.lengthOf((await only(sub)).attachments, 1);
    page.close();
    await begin(sub);
    assert.equal(((await page.named('Title')) as HTMLInputElement).value, '');
  });

  it('go once more when the server no longer has them', async () => {
    const sub = await begin();
    await write();
    await choose(page, text('journal.log'));
    await attached(page, 1);
    const [, id] = /"attachment":"([^"]+)"/.exec(JSON.stringify({ ...localStorage }).replaceAll('\\', '')) ?? [];
    // Another ticket takes it: no longer to be had, as after a day without being sent.
    const other = await api(sub, '/tickets', { ...aTicket, attachments: [id] });
    await sendIt();
    await page.heading('Your request is on its way');
    const mine = (await list(sub)).items.find((ticket) => ticket.id !== other.id);
    assert.lengthOf((await api(sub, `/tickets/${mine?.id}`)).attachments, 1);
  });

  it('that are gone from the device are named, to be added again; the text is not lost', async () => {
    const sub = await begin();
    release = holdUploads();
    await write();
    await choose(page, text('journal.log'));
    await page.find('.files progress');
    page.close();
    await new Promise<void>((resolve, reject) => {
      const opening = indexedDB.open('support-ticket');
      opening.onerror = reject;
      opening.onsuccess = () => {
        const change = opening.result.transaction('files', 'readwrite');
        change.objectStore('files').clear();
        change.oncomplete = () => resolve(opening.result.close());
      };
    });
    release();
    await begin(sub);
    await page.says('This file is no longer on this device: please add it again.');
    assert.equal(((await page.named('Title')) as HTMLInputElement).value, 'A quote for three servers');
    await page.press('Remove journal.log');
    await choose(page, text('journal.log'));
    await attached(page, 1);
  });

  it('go as well where the browser keeps nothing, and say that the page has to stay', async () => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = () => {
      throw new DOMException('refused', 'SecurityError');
    };
    // A store that is open already would still be used.
    indexedDB.deleteDatabase('support-ticket');
    try {
      await begin();
      release = cutUploads();
      await choose(page, text('journal.log'));
      await page.says('Keep this page open: the file will be sent.');
      release();
      await attached(page, 1);
    } finally {
      IDBFactory.prototype.open = open;
    }
  });

  it('go with a fresh token when theirs has run out', async () => {
    await begin();
    const { setRequestHeader } = XMLHttpRequest.prototype;
    let refused = 0;
    XMLHttpRequest.prototype.setRequestHeader = function (name, value) {
      setRequestHeader.call(this, name, name === 'authorization' && !refused++ ? 'Bearer worn.out.token' : value);
    };
    try {
      await choose(page, text('journal.log'));
      await attached(page, 1);
      assert.equal(refused, 2);
    } finally {
      XMLHttpRequest.prototype.setRequestHeader = setRequestHeader;
    }
  });

  it('may be pasted and dropped; pasted text stays text', async () => {
    await begin();
    const description = await page.named('Description');
    const paste = (clipboardData: DataTransfer): boolean =>
      description.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    assert.isFalse(paste(carrying(await picture('image.png'))), 'the picture is taken');
    await attached(page, 1);
    assert.match(rows(page)[0] as string, /^Pasted image 1\.png/);
    const both = carrying(await picture('image.png'));
    both.setData('text/plain', 'A cell of a sheet');
    assert.isTrue(paste(both), 'the text is left to the browser');
    const screen = await page.find('.screen');
    screen.dispatchEvent(new DragEvent('dragover', { dataTransfer: carrying(text('dropped.log')), bubbles: true, cancelable: true }));
    await page.find('.drop.over');
    const drop = new DragEvent('drop', { dataTransfer: carrying(text('dropped.log')), bubbles: true, cancelable: true });
    assert.isFalse(screen.dispatchEvent(drop), 'the page is not replaced by the file');
    await attached(page, 2);
  });

  it('are announced, and their removal leaves the keyboard where it was', async () => {
    await begin();
    await choose(page, text('one.log'), text('two.log'));
    await until('the words', () =>
      page.all('support-ticket-files [role=status]').some((status) => status.textContent === 'Added: one.log, two.log'),
    );
    (await page.named('Remove one.log')).focus();
    await page.press('Remove one.log');
    await until('the next one', () => page.root.activeElement?.getAttribute('aria-label') === 'Remove two.log');
    await page.press('Remove two.log');
    await until('the button', () => page.root.activeElement === page.root.querySelector('#files'));
  });

  it('stand in the page as anybody’s assistive technology expects, whatever became of them', async () => {
    await begin();
    await choose(
      page,
      text('journal.log'),
      new File(['<!doctype html><html></html>'], 'photo.png', { type: 'image/png' }),
      text('setup.exe'),
    );
    await page.says('We cannot accept this type of file');
    release = holdUploads();
    await choose(page, text('passwords.csv'));
    await page.find('.files progress');
    const { violations } = await axe.run(page.element, { rules: { region: { enabled: false } } });
    assert.deepEqual(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
      [],
    );
  });

  it('whose names promise a secret are warned of, and kept or removed as the customer likes', async () => {
    await begin();
    await choose(page, text('mots-de-passe.txt'), text('journal.log'));
    await page.says(/Judging by its name, “\W?mots-de-passe\.txt\W?” may contain a secret/);
    await page.press('Leave it in');
    await until('silence', () => !page.root.querySelector('.secret'));
    await choose(page, text('passwords.csv'));
    await page.press('Remove it');
    await attached(page, 2);
    await page.type('Title', 'My password: hunter2xyz');
    await page.press('Mask it');
    await until('the mask', async () => ((await page.named('Title', 'input')) as HTMLInputElement).value === 'My password: •••');
  });

  it('go when the draft is discarded', async () => {
    const sub = await begin();
    await choose(page, text('journal.log'));
    await attached(page, 1);
    await page.press('Discard it');
    await until('nothing', () => rows(page).length === 0);
    page.close();
    await begin(sub);
    assert.lengthOf(rows(page), 0);
  });
});

describe('files of a message', () => {
  const openTicket = async (sub = newPerson()) => {
    const ticket = await api(sub, '/tickets', aTicket);
    page = await Page.open({ sub, attributes: { ticket: ticket.id } });
    await page.named(/^Add something/);
    return { sub, id: ticket.id };
  };

  it('go with it, two of them', async () => {
    const { sub, id } = await openTicket();
    await choose(page, text('one.log'), await picture('two.png'));
    await attached(page, 2);
    await page.type(/^Add something/, 'Here they are.');
    await page.press('Send');
    await page.says('Your message has been sent to the team.');
    const [message] = (await api(sub, `/tickets/${id}`)).messages;
    assert.deepEqual(
      message?.attachments.map(({ name }) => name),
      ['one.log', 'two.png'],
    );
    assert.lengthOf(rows(page), 0);
  });

  it('still on their way keep the message visible until all is there', async () => {
    const { sub, id } = await openTicket();
    release = holdUploads();
    await choose(page, text('one.log'));
    await page.find('.files progress');
    await page.type(/^Add something/, 'Here it is.');
    await page.press('Send');
    await page.says('its files are being sent…');
    release();
    await until('the message', async () => (await api(sub, `/tickets/${id}`)).messages.length === 1);
    await until('the queue to be empty', () => !page.root.querySelector('.queued'));
    assert.lengthOf((await api(sub, `/tickets/${id}`)).messages[0]?.attachments ?? [], 1);
  });

  it('hold it back when they cannot be taken', async () => {
    const { sub, id } = await openTicket();
    await choose(page, new File(['<!doctype html><html></html>'], 'photo.png', { type: 'image/png' }));
    await page.says('We cannot accept this type of file');
    await page.type(/^Add something/, 'Here it is.');
    await page.press('Send');
    await page.says('A file could not be accepted: remove it, or try again.');
    assert.lengthOf((await api(sub, `/tickets/${id}`)).messages, 0);
  });
});

describe('files of a ticket', () => {
  const upload = async (sub: string, file: File): Promise<AttachmentView> => {
    const { url } = await support();
    const body = new FormData();
    body.append('file', file, file.name);
    const response = await fetch(`${url}/api/v1/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await tokenFor(sub)}` },
      body,
    });
    assert.equal(response.status, 201, await response.clone().text());
    return (await response.json()) as AttachmentView;
  };

  const openWith = async (...files: readonly File[]): Promise<string> => {
    const sub = newPerson();
    const held = [];
    for (const file of files) held.push((await upload(sub, file)).id);
    const ticket = await api(sub, '/tickets', { ...aTicket, attachments: held });
    page = await Page.open({ sub, attributes: { ticket: ticket.id } });
    return ticket.id;
  };

  /** What a click saves: nothing is saved for real. */
  const saved = async (press: () => Promise<void>): Promise<{ name: string; blob: Blob }> => {
    const { click } = HTMLAnchorElement.prototype;
    const links: HTMLAnchorElement[] = [];
    HTMLAnchorElement.prototype.click = function () {
      links.push(this);
    };
    try {
      await press();
      const link = await until('a download', () => links[0]);
      return { name: link.download, blob: await (await fetch(link.href)).blob() };
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
  };

  it('are saved under their names, byte for byte, and opened by nothing', async () => {
    await openWith(text('journal.log', 'all of it\n'));
    const { name, blob } = await saved(() => page.press(/^Download journal\.log .*10 bytes$/));
    assert.equal(name, 'journal.log');
    assert.equal(await blob.text(), 'all of it\n');
    assert.equal(blob.type, 'application/octet-stream');
  });

  it('are drawn small when they are safe pictures, and large when asked; Esc gives the keyboard back', async () => {
    await openWith(await picture('screen.png'), text('journal.log'));
    const canvas = await page.find<HTMLCanvasElement>('.preview canvas');
    await until('the picture', () => canvas.width > 0);
    assert.lengthOf(page.all('.preview'), 1);
    assert.closeTo(canvas.getBoundingClientRect().width, 240, 1);
    assert.deepEqual([...(canvas.getContext('2d')?.getImageData(5, 5, 1, 1).data ?? [])], [0xc0, 0x30, 0x20, 255]);
    await page.press('Enlarge screen.png');
    const large = await page.find<HTMLCanvasElement>('dialog.picture canvas');
    await until('the large picture', () => large.width === 600);
    await page.press('Close');
    await until('the keyboard', () => page.root.activeElement?.getAttribute('aria-label') === 'Enlarge screen.png');
    assert.isNull(page.root.querySelector('dialog.picture'));
  });

  it('that cannot be had are told in words, and may be asked for again', async () => {
    await openWith(text('journal.log', 'all of it\n'));
    await page.named(/^Download journal/);
    const real = window.fetch;
    window.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    await page.press(/^Download journal/);
    await page.says('The support server does not answer.');
    window.fetch = real;
    const { blob } = await saved(() => page.press(/^Download journal/));
    assert.equal(blob.size, 10);
  });

  it('bear names with quotes, slashes, tags and marks of direction harmlessly', async () => {
    const names = [
      '"quoted" & \'so\'.log',
      '../../etc/passwd.log',
      '<img src=x onerror=alert(1)>.log',
      'photo\u202Egnp.log',
      'שלום-עולם.log',
    ];
    await openWith(...names.map((name) => text(name, 'x')));
    const shown = await until('all names', () => (page.all('button.chip').length === names.length ? page.all('button.chip') : null));
    for (const chip of shown) {
      const [stem, end] = [...chip.querySelectorAll('bdi')];
      assert.equal(end?.textContent, '.log');
      assert.notMatch(stem?.textContent ?? '', /^\.\.|[/\\]/);
    }
    assert.isNull(page.root.querySelector('.chip img'));
    assert.include(plain(shown[2]?.textContent), 'img src=x onerror=alert(1)');
  });
});
