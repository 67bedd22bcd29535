import NNModel
import Testing

/// The examples of FIPS 180-4 that NIST publishes, and lengths around a block as Python's hashlib hashes them.
@Suite("SHA-256")
struct SHA256Tests {
    private static let cases: [(bytes: [UInt8], hash: String)] = [
        ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
        (
            [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        ),
    ]

    @Test(
        "The published examples come out, with the processor's own instructions and without", arguments: [false, true])
    func examples(isPortable: Bool) {
        for (bytes, hash) in Self.cases {
            // In pieces of all lengths, which fall anywhere in a block.
            var whole = SHA256(isPortable: isPortable)
            var rest = bytes[...]
            var length = 1
            while !rest.isEmpty {
                whole.add(Array(rest.prefix(length)))
                rest = rest.dropFirst(length)
                length = length % 200 + 1
            }
            let text = whole.finish().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(text == hash)
        }
    }

    @Test("They come out two at a time as well, however long each is", arguments: [64, 100, 4_096])
    func pairs(length: Int) {
        for (bytes, hash) in Self.cases {
            for (others, otherHash) in Self.cases {
                var (first, second) = (SHA256(), SHA256())
                for start in stride(from: 0, to: max(bytes.count, others.count), by: length) {
                    bytes.dropFirst(start).prefix(length).withUnsafeBytes { one in
                        others.dropFirst(start).prefix(length).withUnsafeBytes { other in
                            SHA256.add(one, to: &first, other, to: &second)
                        }
                    }
                }
                #expect(SHA256.text(first.finish()) == hash)
                #expect(SHA256.text(second.finish()) == otherHash)
            }
        }
    }
}
