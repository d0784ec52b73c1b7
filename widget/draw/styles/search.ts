/** The search field. A string constant, so that the bundler puts it into the chunks that use it. */
export const searchRules =
  '.search{position:relative;flex:1;min-inline-size:160px;}' +
  '.search .icon{position:absolute;inset-block-start:calc(50% - 10px);inset-inline-start:12px;color:var(--ink-2);pointer-events:none;}' +
  '.search .input{padding-inline-start:40px;}' +
  '.search .input::-webkit-search-cancel-button{appearance:none;}';
