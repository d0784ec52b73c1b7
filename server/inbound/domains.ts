import { getDomain } from 'tldts';

const organisationOf = (domain: string): string => getDomain(domain, { allowPrivateDomains: true }) ?? domain;

/** Whether two domains belong to one organisation, as DMARC defines it: news.example.com and example.com do. */
export const sameOrganisation = (a: string, b: string): boolean =>
  a !== '' && organisationOf(a.toLowerCase()) === organisationOf(b.toLowerCase());

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
