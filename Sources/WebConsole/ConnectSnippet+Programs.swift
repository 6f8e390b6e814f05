/// Node and the test runners of the browser.
extension ConnectSnippet {
    var node: String {
        """
        # Fetches the script once. With --connect-file the sandbox itself writes it beside the outputs, and keeps it
        # up to date.
        curl -fsS \(scriptAddress) -o \(ConnectScript.fileName)

        # Then, instead of `node app.mjs` (Node 18.18 or later):
        node --import ./\(ConnectScript.fileName) app.mjs

        # For a program that starts Node by itself:
        export NODE_OPTIONS='--import ./\(ConnectScript.fileName)'

        """
    }

    var playwright: String {
        """
        // tests/fixtures.js (or .ts): tests import `test` and `expect` from here instead of from @playwright/test.
        import { test as base, expect } from '@playwright/test';

        export const test = base.extend({
          context: async ({ context }, use) => {
            const script = await (await fetch('\(scriptAddress)')).text();
            await context.addInitScript(script);
            await use(context);
          },
        });
        export { expect };

        """
    }

    var cypress: String {
        """
        // cypress/support/e2e.js (or .ts)
        let connectScript;

        before(() => {
          cy.request('\(scriptAddress)').then(({ body }) => {
            connectScript = body;
          });
        });

        // Runs in the app's window before any of its scripts.
        Cypress.on('window:before:load', (window) => {
          if (connectScript !== undefined) window.eval(connectScript);
        });

        """
    }
}
