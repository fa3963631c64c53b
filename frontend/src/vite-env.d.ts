/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Of the whole product. */
  readonly QUARTERDECK_VERSION: string;
}
