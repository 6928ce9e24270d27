import { generateKeyPairSync, sign } from 'node:crypto'

/** A certificate that signs itself, for 127.0.0.1, with its key; PEM. Made anew each time: no key is kept anywhere. */
export function makeCertificate(name: string): { cert: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(OID.ecdsaWithSha256)
  const called = sequence(der(0x31, sequence(OID.commonName, der(0x0c, Buffer.from(name)))))
  const address = sequence(OID.subjectAltName, der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1])))))
  const day = 86_400_000
  const lasts = sequence(time(Date.now() - day), time(Date.now() + day))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ...[algorithm, called, lasts, called],
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(address)),
  )
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]))
  const lines = sequence(body, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n')
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** Object identifiers as they are encoded. */
const OID = {
  ecdsaWithSha256: der(0x06, Buffer.from('2a8648ce3d040302', 'hex')),
  commonName: der(0x06, Buffer.from('550403', 'hex')),
  subjectAltName: der(0x06, Buffer.from('551d11', 'hex')),
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts))
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

/** `yymmddhhmmssZ` */
function time(milliseconds: number): Buffer {
  const figures = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(2, 14)
  return der(0x17, Buffer.from(`${figures}Z`))
}
