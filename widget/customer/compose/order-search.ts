export interface OrderSearch {
  readonly text: string;
  /** The customer says that the order is not in the list. */
  readonly unlisted: boolean;
}

export const noOrderSearch: OrderSearch = { text: '', unlisted: false };
