/// Browser apps: the script runs before the app's own modules, in development only.
extension ConnectSnippet {
    var vite: String {
        """
        // vite.config.js (or .ts): add the plugin to `plugins`, and the function below the imports.
        //   plugins: [..., amplifySandbox()],

        function amplifySandbox() {
          return {
            name: 'amplify-sandbox',
            apply: 'serve', // The development server only: a build never has it.
            transformIndexHtml: () => [
              { tag: 'script', attrs: { src: '\(scriptAddress)' }, injectTo: 'head-prepend' },
            ],
          };
        }

        """
    }

    var next: String {
        """
        // app/layout.jsx (or .tsx), with the app router. The import goes to the imports:
        import Script from 'next/script';

        // and this is the first child of <body>:
        {process.env.NODE_ENV === 'development' && (
          <Script src="\(scriptAddress)" strategy="beforeInteractive" />
        )}

        // For code that runs on the server, start the sandbox with --connect-file, and the app by
        //   NODE_OPTIONS='--import ./\(ConnectScript.fileName)' npx next dev

        """
    }

    var webpack: String {
        """
        // webpack.config.js: the script is the first module of the entry, in development only. Start the sandbox with
        // --connect-file, which keeps it beside the outputs and up to date.
        module.exports = (env, argv) => ({
          // ... and all that is there already, but for `entry`, which becomes
          entry: [
            ...(argv.mode === 'production' ? [] : ['./\(ConnectScript.fileName)']),
            './src/index.js',
          ],
        });

        """
    }
}
