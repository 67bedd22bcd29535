import NNModel

public func exercise(_ bytes: UnsafeRawBufferPointer) {
    _ = try? ModelFile(bytes: Array(bytes), name: "input", limits: Limits(bytes: 16 << 20)).verify()
}
