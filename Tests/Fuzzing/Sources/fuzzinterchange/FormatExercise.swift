import NNFile
import NNInterchange
import NNModel

/// Reads a file as a format's, and traps where the library contradicts itself: in an error that no terminal should show,
/// a model that can't be computed, or one that is another when it was written and read again.
func exerciseFormat(_ bytes: UnsafeRawBufferPointer, _ forced: (any ModelFormat.Type)?) {
    let file = FileBytes(Array(bytes), name: "mutant")
    guard let format = forced ?? matching(file), let model = read(file, format) else { return }
    require(!model.layers.isEmpty, "a model without layers")
    // Once or twice what came in, whatever it says.
    let size = model.layers.reduce(0) { $0 + $1.weights.count * $1.weights.dataType.size }
    require(size <= 1 << 16 + 8 * limits.bytes, "more numbers than were allowed")
    guard model.parameterCount < 1 << 14, model.input.featureCount < 1 << 14 else { return }
    predict(model)
    // Throws the dice, so that the same file always comes to the same.
    let dice = Int(bytes.reduce(UInt32(bytes.count)) { ($0 &* 31) &+ UInt32($1) } % 64)
    let targets = Formats.all.filter { $0.direction != .input }
    if dice < targets.count { writeAndRead(model, as: targets[dice]) }
    if dice >= 48, format.direction != .input { writeAndRead(model, as: format) }
}

/// What a file of a few kilobytes may ask for.
private let limits = InterchangeLimits(bytes: 1 << 22)

private func matching(_ file: FileBytes) -> (any ModelFormat.Type)? {
    do throws(InterchangeError) {
        return try Formats.matching(file)
    } catch {
        check(error)
        return nil
    }
}

private func read(_ file: FileBytes, _ format: any ModelFormat.Type) -> Model? {
    var options = ReadingOptions(limits: limits)
    do throws(InterchangeError) {
        return try format.open(file, options).model
    } catch {
        check(error)
        guard case .noActivations(let sizes) = error.problem else { return nil }
        options.activations = sizes.dropFirst().map { _ in .relu }
    }
    do throws(InterchangeError) {
        return try format.open(file, options).model
    } catch {
        check(error)
        if case .noActivations = error.problem { fatalError("activations were told, and are asked for") }
        return nil
    }
}

private func check(_ error: InterchangeError) {
    let text = error.description
    require(text.hasPrefix("mutant"), "an error that doesn't name the file: \(text)")
    require(text.utf8.count < 4_096, "an error of \(text.utf8.count) bytes")
    require(error.reason == .malformedInput, "an error that blames something else: \(text)")
    if case .unproven = error.problem { fatalError("an error of writing: \(text)") }
}

private func predict(_ model: Model) {
    guard let predictor = try? Predictor<Float>(model) else {
        require(model.layers.contains { !$0.activation.isRecognized }, "no prediction with known activations")
        return
    }
    let result = predictor([Float](repeating: 0.5, count: model.input.featureCount))
    require(result.activations.count == model.layers.last?.units, "an output of another length")
    _ = Answer(result.activations, output: model.output)
}

/// What a format says that it holds is what it gives back.
private func writeAndRead(_ model: Model, as format: any ModelFormat.Type) {
    do throws(InterchangeError) {
        let wanted = try format.carried(of: model, file: "written").model
        let bytes = try format.encode(wanted, WritingOptions(compression: .fast), file: "written").bytes
        do throws(InterchangeError) {
            let back = try format.open(FileBytes(bytes, name: "written"), ReadingOptions()).model
            require(fingerprint(of: back) == fingerprint(of: wanted), "written as \(format.name), it is another")
        } catch {
            fatalError("written as \(format.name), it can't be read back: \(error)")
        }
    } catch {
        // Refused, as an activation that the format has no name for.
        require(error.description.hasPrefix("written"), "an error that doesn't name the file: \(error)")
    }
}

/// Bytes compare better than models: NaN isn't equal to itself.
private func fingerprint(of model: Model) -> [UInt8]? {
    try? model.encoded(compression: .none, threads: 1)
}

private func require(_ holds: Bool, _ message: @autoclosure () -> String) {
    if !holds { fatalError(message()) }
}
