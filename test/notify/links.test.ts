import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSite } from '../../server/config/site.ts';
import { ticketLink } from '../../server/services/tickets/links.ts';

const publicUrl = 'https://support.example.com';
const customer = { kind: 'customer' } as const;
const guest = { kind: 'guest' } as const;

describe('the link to a ticket', () => {
  it('leads customers to the site’s own page, wherever the number belongs', () => {
    const pages = readSite({ site: { ticketUrl: 'https://www.example.com/support/{number}?ticket={number}' } }).pages;
    assert.equal(ticketLink(123, customer, { pages, publicUrl }), 'https://www.example.com/support/123?ticket=123');
  });

  it('leads to this server’s page while the site has told no address', () => {
    const { pages } = readSite({ site: { url: 'https://www.example.com/account' } });
    assert.equal(ticketLink(123, customer, { pages, publicUrl }), 'https://support.example.com/tickets/123');
  });

  it('leads guests to this server’s page, as they have no account on the site', () => {
    const pages = readSite({ site: { ticketUrl: 'https://www.example.com/support/{number}' } }).pages;
    assert.equal(ticketLink(7, guest, { pages, publicUrl }), 'https://support.example.com/tickets/7');
  });
});
