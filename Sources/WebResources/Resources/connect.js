/**
 * Sends this app's Amplify traffic to the sandbox on this machine: requests to the sandbox's own buckets, user pool
 * and identity pool, and no others. It must run before aws-amplify is loaded, because the client keeps the `URL` that
 * it finds then, and builds every address with it.
 *
 * A classic script on purpose: `<script src>`, `importScripts`, `import`, `require` and `node --import` all take it.
 *
 * It acts only on local pages, and in Node not when NODE_ENV is "production". `globalThis.SANDBOX_CONNECT`, or the
 * environment variable of that name, decides otherwise: "anywhere" or "off".
 */
(function connect(settings) {
  'use strict';

  const scope = globalThis;
  const identity = JSON.stringify(settings);

  if (scope.sandboxConnection?.active) {
    if (scope.sandboxConnection.identity === identity) return;
    scope.sandboxConnection.disconnect();
  }

  const NativeURL = scope.URL;
  const nativeFetch = scope.fetch;
  const base = new NativeURL(settings.endpoint);
  const page = pageHost();
  /** In Node, the path of this file as it stands in stack traces. */
  const ownFile = page === undefined ? /\(?([^\s()]+):\d+:\d+\)?$/.exec(stackFrames(1)[0])?.[1] : undefined;

  const refusal = reasonToRefuse();
  if (refusal !== undefined) {
    if (refusal !== '') report('warn', `not connected to ${base.origin}: ${refusal}`);
    return;
  }

  const buckets = new Set(settings.buckets);
  /** Service hosts of the two pools, with the service that each belongs to. */
  const poolHosts = new Map();
  addPoolHosts('cognito-idp', settings.userPoolID?.split('_')[0]);
  addPoolHosts('cognito-identity', settings.identityPoolID?.split(':')[0]);

  // MARK: Addresses

  /** Host of S3 itself: global, regional, dual-stack, accelerated; not of its control plane or websites. */
  const s3Host = /^s3(?:-accelerate)?(?:\.dualstack)?(?:[.-](?!website)[a-z0-9-]+)?\.amazonaws\.com(?:\.cn)?$/;

  /** What an AWS address means to this sandbox: nothing, or a pool's service, or a bucket in the host or the path. */
  function destination(host, path) {
    if (poolHosts.has(host)) return { kind: 'pool' };
    for (const bucket of buckets) {
      if (host.startsWith(`${bucket}.`) && s3Host.test(host.slice(bucket.length + 1))) return { kind: 'host', bucket };
    }
    const bucket = path.split('/', 2)[1];
    if (buckets.has(bucket) && s3Host.test(host)) return { kind: 'path', bucket };
    return undefined;
  }

  /**
   * The platform's URL, save that one which names this sandbox turns into a local one as soon as it does. The client
   * builds S3 addresses in steps (region's host, then bucket in front of it, then path), so each step looks again.
   */
  class URL extends NativeURL {
    /** Where this URL was moved from; undefined while it is as it was written. */
    #origin;
    /** The bucket that is alone in the path, for the one client call that sets the path to "/" and means the bucket. */
    #bareBucket;

    constructor(...input) {
      super(...input);
      this.#move();
    }

    static [Symbol.hasInstance](value) {
      // Addresses made by the platform are URLs to this class too.
      return this === URL ? value instanceof NativeURL : Function.prototype[Symbol.hasInstance].call(this, value);
    }

    get host() {
      return super.host;
    }

    set host(value) {
      this.#moveBack();
      super.host = value;
      this.#move();
    }

    get hostname() {
      return super.hostname;
    }

    set hostname(value) {
      this.#moveBack();
      super.hostname = value;
      this.#move();
    }

    get href() {
      return super.href;
    }

    set href(value) {
      super.href = value;
      this.#origin = this.#bareBucket = undefined;
      this.#move();
    }

    get pathname() {
      return super.pathname;
    }

    set pathname(value) {
      const path = String(value);
      const bucket = this.#origin?.kind === 'host' ? this.#origin.bucket : undefined;
      if (bucket !== undefined) {
        super.pathname = isInside(path, bucket) ? path : inside(path, bucket);
      } else if (path === '/' && this.#bareBucket !== undefined) {
        super.pathname = `/${this.#bareBucket}`;
      } else {
        super.pathname = path;
        this.#bareBucket = undefined;
        this.#move();
      }
    }

    #move() {
      if (!connection.active || this.#origin !== undefined) return;
      if (super.origin === base.origin) {
        const [, bucket, rest] = super.pathname.split('/', 3);
        this.#bareBucket = !rest && buckets.has(bucket) ? bucket : undefined;
        return;
      }
      if (super.port !== '' || !/^https?:$/.test(super.protocol)) return;
      const found = destination(super.hostname, super.pathname);
      if (found === undefined || (found.kind === 'pool' && isAskedByNode())) return;
      this.#origin = { ...found, protocol: super.protocol };
      if (found.kind === 'host') super.pathname = inside(super.pathname, found.bucket);
      else if (found.kind === 'path') this.#bareBucket = found.bucket;
      super.protocol = base.protocol;
      super.host = base.host;
    }

    /** Undoes a move, for code that gives the URL another host afterwards. */
    #moveBack() {
      if (this.#origin === undefined) return;
      if (this.#origin.kind === 'host') super.pathname = super.pathname.slice(this.#origin.bucket.length + 1);
      super.port = '';
      super.protocol = this.#origin.protocol;
      this.#origin = this.#bareBucket = undefined;
    }
  }

  if (typeof NativeURL.parse === 'function') {
    Object.defineProperty(URL, 'parse', {
      configurable: true,
      writable: true,
      value: function parse(...input) {
        return NativeURL.canParse(...input) ? new URL(...input) : null;
      },
    });
  }

  function inside(path, bucket) {
    const relative = path.startsWith('/') ? path.slice(1) : path;
    return relative === '' ? `/${bucket}` : `/${bucket}/${relative}`;
  }

  function isInside(path, bucket) {
    return path === `/${bucket}` || path.startsWith(`/${bucket}/`);
  }

  // MARK: Cognito calls of other pools

  /**
   * The pools of one region share a host, so a Cognito call is known to be ours by its host alone only until it is
   * sent. A call whose body names another pool or client goes to the address where it would have gone without us.
   */
  function fetch(input, init) {
    if (!connection.active) return nativeFetch.call(scope, input, init);
    if (typeof scope.Request === 'function' && input instanceof scope.Request && init === undefined) {
      const service = poolService(input.url, input.headers);
      return service === undefined ? nativeFetch.call(scope, input) : sendRequest(service, input);
    }
    const service = typeof init?.body === 'string' ? poolService(String(input), init.headers) : undefined;
    const home = service !== undefined && namesOtherPool(service, init.body) ? homeOf(service) : undefined;
    return nativeFetch.call(scope, home ?? input, init);
  }

  async function sendRequest(service, request) {
    const body = await request.clone().text();
    if (!namesOtherPool(service, body)) return nativeFetch.call(scope, request);
    const { method, headers, signal, cache, credentials, mode } = request;
    return nativeFetch.call(scope, homeOf(service), { method, headers, signal, cache, credentials, mode, body });
  }

  function poolService(address, headers) {
    if (!address.startsWith(base.origin)) return undefined;
    const target = new scope.Headers(headers).get('x-amz-target') ?? '';
    if (target.startsWith('AWSCognitoIdentityProviderService.')) return 'cognito-idp';
    if (target.startsWith('AWSCognitoIdentityService.')) return 'cognito-identity';
    return undefined;
  }

  function homeOf(service) {
    for (const [host, owner] of poolHosts) if (owner === service) return `https://${host}/`;
    return undefined;
  }

  /** Whether a call says that it belongs to another pool. What does not say so is ours. */
  function namesOtherPool(service, text) {
    let body;
    try {
      body = JSON.parse(text);
    } catch {
      return false; // Not a Cognito call after all; the sandbox says what is wrong with it.
    }
    if (service === 'cognito-identity') {
      if (typeof body?.IdentityPoolId === 'string') return body.IdentityPoolId !== settings.identityPoolID;
      return Object.keys(body?.Logins ?? {}).some(
        (login) => login.startsWith('cognito-idp.') && !login.endsWith(`/${settings.userPoolID}`));
    }
    if (typeof body?.ClientId === 'string') return body.ClientId !== settings.clientID;
    if (typeof body?.UserPoolId === 'string') return body.UserPoolId !== settings.userPoolID;
    const issuer = typeof body?.AccessToken === 'string' ? issuerOf(body.AccessToken) : undefined;
    return issuer !== undefined && !issuer.endsWith(`/${settings.userPoolID}`);
  }

  function issuerOf(token) {
    try {
      const payload = JSON.parse(scope.atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));
      return typeof payload.iss === 'string' ? payload.iss : undefined;
    } catch {
      return undefined; // No token of any pool; the sandbox refuses it.
    }
  }

  /**
   * Whether an address is being made by Node itself: its fetch parses what it is given with the global `URL`, so a call
   * that was sent to another pool's own address would come back.
   */
  function isAskedByNode() {
    if (ownFile === undefined) return false;
    return stackFrames(8).find((frame) => !frame.includes(ownFile))?.includes('node:internal/') ?? false;
  }

  function stackFrames(count) {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = count;
    const frames = String(new Error().stack).split('\n').slice(1);
    Error.stackTraceLimit = limit;
    return frames;
  }

  function addPoolHosts(service, region) {
    if (!region) return;
    const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    poolHosts.set(`${service}.${region}.${suffix}`, service);
  }

  // MARK: Where it acts

  /** The host of the page or worker, empty if it has none, undefined where there are no pages. */
  function pageHost() {
    if (scope.location === undefined) return undefined;
    // A worker made of a blob, and a frame without an address, have the origin of the page that made them.
    for (const address of [scope.origin, scope.location.href]) {
      let url;
      try {
        url = new NativeURL(address);
      } catch {
        continue; // "null", the origin of a file.
      }
      if (url.protocol === 'file:') return 'localhost';
      if (url.hostname !== '') return url.hostname;
    }
    return '';
  }

  /** Undefined if there is none; empty if nothing need be said. */
  function reasonToRefuse() {
    const word = scope.SANDBOX_CONNECT ?? scope.process?.env?.SANDBOX_CONNECT;
    if (word === 'anywhere') return undefined;
    if (word === 'off') return '';
    if (page === '' && /^about:/.test(scope.location.href)) return ''; // The empty page between two pages.
    if (page !== undefined && !isLocal(page)) {
      return `${page || 'this page'} is not a local host (set SANDBOX_CONNECT = "anywhere" before, to connect all the same)`;
    }
    if (page === undefined && (scope.process?.env?.NODE_ENV === 'production' || scope.__DEV__ === false)) {
      return 'this is a production build (set SANDBOX_CONNECT=anywhere to connect all the same)';
    }
    return undefined;
  }

  function isLocal(host) {
    if (/^\[.*\]$/.test(host)) return /^\[(?:::1|f[cd][0-9a-f]{2}:.*|fe[89ab][0-9a-f]:.*)\]$/.test(host);
    if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) {
      return /^(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\./.test(host) || host === '0.0.0.0';
    }
    // A single label is a name of the local network, such as a container's.
    return /^[a-z0-9_-]+$/.test(host) || /\.(?:localhost|test|local|home\.arpa)$/.test(host);
  }

  function report(level, text) {
    // In Node, standard output belongs to the program.
    scope.console?.[page === undefined ? 'error' : level](`[sandbox] ${text}`);
  }

  // MARK: Connecting

  const connection = {
    active: true,
    identity,
    endpoint: base.origin,
    buckets: [...buckets],
    /** Puts the platform's own `URL` and `fetch` back. Addresses that are already local stay so. */
    disconnect() {
      connection.active = false;
      if (scope.URL === URL) install('URL', NativeURL);
      if (scope.fetch === fetch) install('fetch', nativeFetch);
      if (scope.sandboxConnection === connection) delete scope.sandboxConnection;
    },
  };

  function install(name, value) {
    Object.defineProperty(scope, name, { value, writable: true, configurable: true, enumerable: name === 'fetch' });
  }

  install('sandboxConnection', connection);
  install('URL', URL);
  if (typeof nativeFetch === 'function' && poolHosts.size > 0) install('fetch', fetch);
  report(
    'info',
    `Amplify Auth and Storage go to ${base.origin} (${[...buckets].join(', ') || 'no bucket'}); ` +
      'sandboxConnection.disconnect() ends it');
})(__SANDBOX_SETTINGS__);
