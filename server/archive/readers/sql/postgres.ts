/** Whether a file begins as PostgreSQL's programs write it: plain, or in the custom format of pg_dump. */
export const isPostgres = (head: string): boolean =>
  head.startsWith('PGDMP') || /^-- PostgreSQL database (cluster )?dump|^SET (standard_conforming_strings|client_encoding|statement_timeout|search_path)\b|\bpg_catalog\.set_config\b|^COPY \S+ (\([^)]*\) )?FROM stdin;/im.test(head);
