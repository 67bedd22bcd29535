import NNModel

/// Does with a file all that a program could do with it, and traps where the library contradicts itself.
public func exercise(_ start: UnsafePointer<UInt8>?, _ count: Int) {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    // What takes long is done with some files only; a byte of the header's checksum throws the dice, so that the same
    // file always comes to the same.
    let dice = count > 92 ? bytes[92] : 0
    let limits = Limits(bytes: dice % 16 == 1 ? 16 << 20 : 1 << 18)
    // Whoever turns checks off has only himself to blame for the numbers, but not for a crash.
    if let file = try? ModelFile(bytes: bytes, limits: limits, checking: .never, threads: 1) { touch(file) }
    let error = firstError(bytes, limits, threads: 1)
    if dice % 4 == 0 {
        require(error == firstError(bytes, limits, threads: 2), "one thread and two find different errors")
    }
    guard error == nil else { return }
    do throws(ModelFileError) {
        let file = try ModelFile(bytes: bytes, limits: limits, threads: 1)
        let model = try file.model()
        predict(model)
        guard dice % 8 < 2 else { return }
        try writeAndRead(model, of: file)
        try rewrite(file, of: bytes)
    } catch {
        fatalError("a valid file gives \(error)")
    }
}

/// The first rule that is broken, by the error that says so.
private func firstError(_ bytes: [UInt8], _ limits: Limits, threads: Int) -> ModelFileError? {
    do throws(ModelFileError) {
        try ModelFile(bytes: bytes, limits: limits, threads: threads).verify()
        return nil
    } catch {
        guard case .violation(let violation, _) = error else { fatalError("bytes in memory give \(error)") }
        require(0...bytes.count ~= violation.offset && !violation.message.isEmpty, "an error beyond the file: \(error)")
        return error
    }
}

private func touch(_ file: ModelFile) {
    _ = try? file.model()
    for chunk in file.chunks { _ = try? file.bytes(of: chunk) }
    for chunk in file.unknownChunks { require(!chunk.type.isCritical, "\(chunk.type) is critical") }
}

private func predict(_ model: Model) {
    guard model.parameterCount < 1 << 16, model.input.featureCount < 1 << 16 else { return }
    guard let predictor = try? Predictor<Float>(model), let exact = try? Predictor<Double>(model) else {
        require(model.layers.contains { !$0.activation.isRecognized }, "no prediction with known activations")
        return
    }
    let result = predictor([Float](repeating: 0.5, count: model.input.featureCount))
    require(result.activations.count == model.layers.last?.units, "an output of another length")
    _ = Answer(result.activations, output: model.output)
    for check in model.verification { _ = check.holds(for: exact(check.example(for: model.input)).activations) }
}

/// What was read can be written, and gives the same when it is read again.
private func writeAndRead(_ model: Model, of file: ModelFile) throws(ModelFileError) {
    let plain = try model.encoded(compression: .none, threads: 1)
    for compression in [Compression.none, .fast] {
        let written = compression == .none ? plain : try model.encoded(compression: compression, threads: 1)
        let again = try ModelFile(bytes: written, limits: Limits(bytes: 64 << 20), threads: 1)
        try again.verify()
        require(again.header.digest == file.header.digest, "written as \(compression), the digest is another")
        // Bytes compare better than models: NaN isn't equal to itself.
        let anew = try again.model().encoded(compression: .none, threads: 1)
        require(anew == plain, "\(compression) isn't lossless")
    }
}

/// Rewriting changes nothing that it isn't told to change.
private func rewrite(_ file: ModelFile, of bytes: [UInt8]) throws(ModelFileError) {
    let metadata = try file.metadata()
    let same = try file.rewritten(metadata: metadata, history: file.history())
    require(same.digest == file.header.digest, "rewritten, the digest is another")
    // A chunk of no metadata goes, and the header tells who wrote it last.
    let isKept = !metadata.isEmpty || !file.chunks.contains { $0.type == .metadata }
    if isKept && file.header.versionWritten == .current && file.header.optionalFeatures == 0 {
        require(same.bytes == bytes, "rewriting nothing changes the file")
    }
    let stripped = try file.rewritten(metadata: ["key": "value"], history: nil, compression: .fast)
    let reopened = try ModelFile(bytes: stripped.bytes, limits: Limits(bytes: 64 << 20), threads: 1)
    try reopened.verify()
    require(reopened.header.digest == file.header.digest, "stripped, the digest is another")
    let (kept, history) = (try reopened.metadata(), try reopened.history())
    require(kept == ["key": "value"] && history == nil, "stripped of the wrong things")
}

private func require(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { fatalError(message()) }
}
