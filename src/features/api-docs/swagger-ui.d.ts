declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  /** Draws a document into an element, as far as we use it. */
  export default function SwaggerUI(options: {
    domNode: HTMLElement;
    url: string;
    /** Null: no service of theirs is asked whether the document is valid. */
    validatorUrl: null;
    deepLinking: boolean;
    docExpansion: "none" | "list" | "full";
    defaultModelsExpandDepth: number;
    displayRequestDuration: boolean;
    filter: boolean;
    tryItOutEnabled: boolean;
    /** Each may take the place of components of theirs. */
    plugins: (() => { components: Record<string, unknown> })[];
    onComplete: () => void;
  }): unknown;
}
