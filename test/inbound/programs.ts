/** Mails as programs in many languages make them, and what is new in each. */
export interface ProgramSample {
  readonly name: string;
  readonly subject?: string;
  /** The text part; none: there is only HTML. */
  readonly text?: string;
  readonly html?: string;
  readonly own: string;
  /** Words that must be among what was taken out; empty: nothing was taken out. */
  readonly quoted: string;
}

const us = 'Example &lt;support@example.com&gt;';
const headersInHtml = (labels: readonly [string, string, string, string], day: string): string =>
  `<p><b>${labels[0]}:</b> ${us}<br><b>${labels[1]}:</b> ${day}<br><b>${labels[2]}:</b> Lena &lt;lena@example.org&gt;<br><b>${labels[3]}:</b> Re: Order [#12]</p>`;
const headersInText = (labels: readonly [string, string, string, string], day: string): string =>
  `${labels[0]}: Example <support@example.com>\n${labels[1]}: ${day}\n${labels[2]}: Lena\n${labels[3]}: Re: Order [#12]\n\nOld words\n`;
/** Outlook: the language, its labels, and how it writes a day. */
const outlooks: readonly (readonly [string, readonly [string, string, string, string], string])[] = [
  ['Swedish', ['Från', 'Skickat', 'Till', 'Ämne'], 'den 23 november 2026 10:02'],
  ['Norwegian', ['Fra', 'Sendt', 'Til', 'Emne'], 'mandag 23. november 2026 10:02'],
  ['Czech', ['Od', 'Odesláno', 'Komu', 'Předmět'], 'pondělí 23. listopadu 2026 10:02'],
  ['Romanian', ['De la', 'Trimis', 'Către', 'Subiect'], 'luni, 23 noiembrie 2026 10:02'],
  ['Finnish', ['Lähettäjä', 'Lähetetty', 'Vastaanottaja', 'Aihe'], 'maanantai 23. marraskuuta 2026 10.02'],
  ['Polish', ['Od', 'Wysłano', 'Do', 'Temat'], 'poniedziałek, 23 listopada 2026 10:02'],
  ['Hungarian', ['Feladó', 'Elküldve', 'Címzett', 'Tárgy'], '2026. november 23., hétfő 10:02'],
  ['Greek', ['Από', 'Στάλθηκε', 'Προς', 'Θέμα'], 'Δευτέρα, 23 Νοεμβρίου 2026 10:02'],
  ['Japanese', ['差出人', '送信日時', '宛先', '件名'], '2026年11月23日 10:02'],
  ['Icelandic', ['Frá', 'Sent', 'Til', 'Efni'], 'mánudagur, 23. nóvember 2026 10:02'],
  ['Basque', ['Nork', 'Bidalita', 'Nori', 'Gaia'], 'astelehena, 2026(e)ko azaroaren 23a 10:02'],
];

/** One line before a quote, as webmails write it in their languages. */
const attributions: Readonly<Record<string, string>> = {
  Swedish: 'Den mån 23 nov. 2026 kl 10:02 skrev Example <support@example.com>:',
  Finnish: 'ma 23. marrask. 2026 klo 10.02 Example (support@example.com) kirjoitti:',
  Russian: 'пн, 23 нояб. 2026 г. в 10:02, Example <support@example.com>:',
  Chinese: 'Example <support@example.com> 于2026年11月23日周一 10:02写道：',
  Korean: '2026년 11월 23일 (월) 오전 10:02, Example <support@example.com>님이 작성:',
  Hebrew: '\u202bבתאריך יום ב׳, 23 בנוב׳ 2026 ב-10:02 מאת \u202aExample\u202c <\u202asupport@example.com\u202c>:\u202c',
  Turkish: 'Example <support@example.com>, 23 Kas 2026 Pzt, 10:02 tarihinde şunu yazdı:',
  Danish: 'Example skrev:',
};

export const programs: readonly ProgramSample[] = [
  ...outlooks.flatMap(([language, labels, day]) => [
    { name: `Outlook, ${language}, as text`, text: `New words\n\n${headersInText(labels, day)}`, own: 'New words', quoted: 'Old words' },
    {
      name: `Outlook for Windows, ${language}`,
      html: `<div class=WordSection1><p class=MsoNormal>New words</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'>${headersInHtml(labels, day)}</div></div><p class=MsoNormal>Old words</p></div>`,
      own: 'New words',
      quoted: 'Old words',
    },
    {
      name: `Outlook for the web, ${language}`,
      text: 'New words\n\nOld words',
      html: `<div>New words</div><div id="appendonsend"></div><hr tabindex="-1"><div id="divRplyFwdMsg" dir="ltr">${headersInHtml(labels, day)}</div><div>Old words</div>`,
      own: 'New words',
      quoted: 'Old words',
    },
  ]),
  ...Object.entries(attributions).map(([language, line]) => ({
    name: `a line before the quote, ${language}`,
    text: `New words\n\n${line}\n\n> Old words\n`,
    own: 'New words',
    quoted: 'Old words',
  })),
  {
    name: 'Outlook for Mac of old',
    html: `<div>New words</div><span id="OLK_SRC_BODY_SECTION"><div>${us}</div><div>Old words</div></span>`,
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'a box that somebody drew',
    html: '<p>See:</p><div style="border-top:1px solid #e1e1e1">My box</div><p>And then</p>',
    own: 'See:\n\nMy box\n\nAnd then',
    quoted: '',
  },
  {
    name: 'Windows Mail',
    html: `<p>New words</p><div style="border-top: 1px solid rgb(229,229,229)">${headersInHtml(['De', 'Envoyé', 'À', 'Objet'], 'lundi 23 novembre 2026 10:02')}</div><p>Old words</p>`,
    own: 'New words',
    quoted: 'Old words',
  },
  { name: 'a text part of a dot', text: '.', html: '<p>New words</p>', own: 'New words', quoted: '' },
  {
    name: 'lines drawn around a log',
    text: 'The log:\n--\nstarted\n--\nWhat now?',
    own: 'The log:\n--\nstarted\n--\nWhat now?',
    quoted: '',
  },
  { name: 'a signature below', text: 'New words\n--\nLena\nOld Street', own: 'New words', quoted: 'Old Street' },
  {
    name: 'a day before quoted lines, without a time',
    text: 'The log of 27 Nov 2026:\n> stopped\n\nWhy?',
    own: 'The log of 27 Nov 2026:\n> stopped\n\nWhy?',
    quoted: '',
  },
  {
    name: 'Thunderbird in Czech',
    text: 'New words\n\nDne 23. 11. 26 v 10:02 Example napsal(a):\n> Old words\n',
    own: 'New words',
    quoted: 'Old words',
  },
  ...['-------- Proslijeđena poruka --------', 'Начало переадресованного сообщения:', '---------- ข้อความที่ส่งต่อ ---------'].map((mark) => ({
    name: `a mail of another, passed on: ${mark}`,
    subject: 'A bill',
    text: `See below.\n\n${mark}\nFrom: Bank <bank@bank.example>\nDate: 23 Nov 2026 10:02\nSubject: Bill\nTo: lena@example.org\n\nTheir words`,
    own: `See below.\n\n${mark}\nFrom: Bank <bank@bank.example>\nDate: 23 Nov 2026 10:02\nSubject: Bill\nTo: lena@example.org\n\nTheir words`,
    quoted: '',
  })),
  {
    name: 'a mail of another, passed on by a prefix that nobody knows',
    subject: 'Edasi: Bill',
    text: 'See.\n\nSaatja: Bank <bank@bank.example>\nSaadetud: 23 nov 2026 10:02\nAdressaat: Lena\nTeema: Bill\n\nTheir words',
    own: 'See.\n\nSaatja: Bank <bank@bank.example>\nSaadetud: 23 nov 2026 10:02\nAdressaat: Lena\nTeema: Bill\n\nTheir words',
    quoted: '',
  },
  {
    name: 'ours, answered with a prefix that nobody knows',
    subject: 'Xy: Order [#12]',
    text: 'New words\n\nSaatja: Us <desk@other.example>\nSaadetud: 23 nov 2026 10:02\nAdressaat: Lena <lena@example.org>\nTeema: Order [#12]\n\nOld words',
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'a colleague’s, answered',
    subject: 'Re: Order [#12]',
    text: 'New words\n\nFrom: Ola <ola@example.org>\nSent: 23 Nov 2026 10:02\nTo: Lena <lena@example.org>\nSubject: Order\n\nOld words',
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'Outlook of 2010',
    html: `<p>New words</p><div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0 0 0"><p>X: Y</p></div><p>Old words</p>`,
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'Outlook for phones',
    html: '<div>New words</div><div id="mail-editor-reference-message-container"><div>Vom: X</div><div>Old words</div></div>',
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'Gmail',
    html: `<div dir="ltr">New words</div><br><div class="gmail_quote"><div class="gmail_attr">Kun 23 nov 2026 Example:<br></div><blockquote class="gmail_quote">Old words</blockquote></div>`,
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'Gmail, answers between',
    html: '<div class="gmail_quote"><div class="gmail_attr">X:<br></div><blockquote class="gmail_quote">Old words</blockquote><div>First</div><blockquote class="gmail_quote">Older words</blockquote><div>Second</div></div>',
    own: 'First\n\nSecond',
    quoted: 'Older words',
  },
  {
    name: 'Apple Mail',
    html: '<div>New words</div><div><br><blockquote type="cite"><div>23 nov. 2026 kello 10.02, Example: </div><div>Old words</div></blockquote></div>',
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'Thunderbird, answering below',
    html: '<div class="moz-cite-prefix">23.11.2026 10:02, Example:<br></div><blockquote type="cite" cite="mid:x"><p>Old words</p></blockquote><p>New words</p>',
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'Yahoo',
    html: '<div>New words</div><div id="ydp1yahoo_quoted_1" class="ydp1 yahoo_quoted"><div>måndag, Example:</div><div>Old words</div></div>',
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'Proton Mail',
    html: '<div>New words</div><div class="protonmail_quote">23, Example:<br><blockquote class="protonmail_quote" type="cite">Old words</blockquote></div>',
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'Zoho',
    html: '<div>New words</div><div class="zmail_extra"><div>---- On ... ----</div><blockquote>Old words</blockquote></div>',
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'Roundcube, Swedish',
    text: 'Den 2026-11-23 10:02, skrev Example:\n> Old words\n\nNew words',
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'Yahoo, Swedish, without marks',
    text: 'New words\n\nDen måndag 23 november 2026 10:02:11 CET, Example <support@example.com> skrev:\n\nOld words',
    own: 'New words',
    quoted: 'Old words',
  },

  {
    name: 'a quotation of their own',
    html: '<p>The page says:</p><blockquote>Code 731</blockquote><p>What does it mean?</p>',
    own: 'The page says:\n\n> Code 731\n\nWhat does it mean?',
    quoted: '',
  },
  {
    name: 'a quotation of their own, as text',
    text: 'The page says:\n\n> Code 731\n\nWhat does it mean?',
    own: 'The page says:\n\n> Code 731\n\nWhat does it mean?',
    quoted: '',
  },
  {
    name: 'a quotation of a page',
    text: 'https://example.com/2026/11 says:\n> Code 731\nWhat does it mean?',
    own: 'https://example.com/2026/11 says:\n> Code 731\nWhat does it mean?',
    quoted: '',
  },
  {
    name: 'a command line',
    text: 'I type\n\n> npm start\n\nand nothing happens.',
    own: 'I type\n\n> npm start\n\nand nothing happens.',
    quoted: '',
  },
  {
    name: 'a form of their own',
    text: 'Here I am:\n\nName: Lena Berg\nMail: lena@example.org\nOrder: 5512\nDate: 2026-11-23 10:02\nColour: red',
    own: 'Here I am:\n\nName: Lena Berg\nMail: lena@example.org\nOrder: 5512\nDate: 2026-11-23 10:02\nColour: red',
    quoted: '',
  },

  ...[
    'Fwd: Invoice',
    'TR : Facture',
    'WG: Rechnung',
    'RV: Factura',
    'VS: Faktura',
    'Doorst: Factuur',
    'FW: Invoice',
    'Fwd: Re: Invoice',
  ].map((subject) => ({
    name: `passed on, "${subject}"`,
    subject,
    text: 'See below.\n\nFrom: Shop <shop@example.net>\nSent: Monday, November 23, 2026 10:02 AM\nTo: Lena\nSubject: Invoice\n\n> 12 euros',
    own: 'See below.\n\nFrom: Shop <shop@example.net>\nSent: Monday, November 23, 2026 10:02 AM\nTo: Lena\nSubject: Invoice\n\n> 12 euros',
    quoted: '',
  })),
  {
    name: 'an answer in Finland',
    subject: 'VS: Order [#12]',
    text: `New words\n\n${headersInText(['Lähettäjä', 'Lähetetty', 'Vastaanottaja', 'Aihe'], '23. marraskuuta 2026 10.02')}`,
    own: 'New words',
    quoted: 'Old words',
  },
  {
    name: 'passed on by Gmail',
    subject: 'Re: Order',
    html: '<div>See below.</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Shop &lt;shop@example.net&gt;<br>Date: Mon, Nov 23, 2026<br>Subject: Invoice<br>To: Lena</div><p>12 euros</p></div>',
    own: 'See below.\n---------- Forwarded message ---------\nFrom: Shop <shop@example.net>\nDate: Mon, Nov 23, 2026\nSubject: Invoice\nTo: Lena\n\n12 euros',
    quoted: '',
  },
  {
    name: 'passed on by Apple Mail',
    text: 'See below.\n\n> Begin forwarded message:\n> \n> From: Shop <shop@example.net>\n> Subject: Invoice\n> Date: 23 November 2026\n> To: Lena\n> \n> 12 euros',
    own: 'See below.\n\n> Begin forwarded message:\n>\n> From: Shop <shop@example.net>\n> Subject: Invoice\n> Date: 23 November 2026\n> To: Lena\n>\n> 12 euros',
    quoted: '',
  },
  {
    name: 'passed on by Thunderbird',
    html: '<p>See below.</p><div class="moz-forward-container"><p>-------- Vidarebefordrat --------</p><blockquote>12 euros</blockquote></div>',
    own: 'See below.\n\n-------- Vidarebefordrat --------\n\n> 12 euros',
    quoted: '',
  },

  {
    name: 'a program that cannot show HTML',
    text: 'Your mail program does not support HTML. Please use another one.',
    html: '<p>The door is <b>stuck</b> again since Monday.</p>',
    own: 'The door is stuck again since Monday.',
    quoted: '',
  },
  { name: 'an empty text part', text: ' \n\n', html: '<p>The door is stuck.</p>', own: 'The door is stuck.', quoted: '' },
  {
    name: 'a text part that says as much',
    text: 'The door is stuck.\n* red',
    html: '<p>The door is <i>stuck</i>.</p><ul><li>red</li></ul>',
    own: 'The door is stuck.\n* red',
    quoted: '',
  },
];
