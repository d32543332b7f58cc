// A verifier of labels and badges on npm's @digitalbazaar/vc. One question a line: a credential, and what its addresses answer.
import {createInterface} from 'node:readline';
import {readFileSync} from 'node:fs';
import * as vc from '@digitalbazaar/vc';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';
import {contexts} from '@digitalbazaar/credentials-context';

const BADGES = 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json';
const held = new Map(contexts);
held.set(BADGES, JSON.parse(readFileSync(process.argv[2])));

function ofKey(url) {
  const [did, fragment] = url.split('#');
  const id = `${did}#${did.slice('did:key:'.length)}`;
  const method = {id, type: 'Multikey', controller: did, publicKeyMultibase: did.slice('did:key:'.length)};
  if(fragment) {
    return {'@context': 'https://w3id.org/security/multikey/v1', ...method};
  }
  return {'@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'], id: did,
    assertionMethod: [method]};
}

function loader(answers) {
  return async url => {
    const document = held.get(url) ?? answers[url] ?? (url.startsWith('did:key:') ? ofKey(url) : undefined);
    if(document === undefined) {
      throw new Error(`Nothing is held for ${url}.`);
    }
    return {contextUrl: null, documentUrl: url, document};
  };
}

function tell(error) {
  return error ? [error.message, ...(error.errors ?? []).map(one => one.message)].join(' ') : '';
}

async function verified({credential, answers}) {
  const documentLoader = loader(answers);
  const suite = [cryptosuite, createVerifyCryptosuite()].map(one => new DataIntegrityProof({cryptosuite: one}));
  const options = {suite, documentLoader, verifyBitstringStatusListCredential: true,
    verifyMatchingIssuers: true};
  const result = await vc.verifyCredential({credential, suite, documentLoader,
    checkStatus: asked => checkStatus({...asked, ...options})});
  const status = (result.statusResult?.results ?? []).map(
    one => [one.credentialStatus.statusPurpose, one.status]);
  return {verified: result.verified, status: Object.fromEntries(status), error: tell(result.error)};
}

for await (const line of createInterface({input: process.stdin})) {
  let told;
  try {
    told = await verified(JSON.parse(line));
  } catch(error) {
    told = {verified: false, status: {}, error: tell(error)};
  }
  process.stdout.write(JSON.stringify(told) + '\n');
}
