import NNCommand
import NNModel

/// The labels of a stream in the terms of the model.
struct StreamLabels: Sendable {
    private let path: String
    /// The model's class for each of the data set's; nil where the labels are numbers.
    private let classes: [Int?]?
    private let classNames: [String]

    /// - Throws: `InputError` where the examples are of another shape, or labelled otherwise than the model answers.
    init(_ header: ExampleStreamHeader, path: String, network: Network) throws(InputError) {
        guard network.input.takes(header.shape) else {
            throw InputError(
                "\(path): expected examples of \(sizes(network.input.shape)), as the model takes, "
                    + "found \(sizes(header.shape))")
        }
        self.path = path
        classNames = header.classNames
        switch (header.labels, network.classCount) {
        case (.classes(let count), let classCount?):
            let names = network.output.classNames
            let byName = !names.isEmpty && !header.classNames.isEmpty
            classes = (0..<count).map { index in
                byName ? names.firstIndex(of: header.classNames[index]) : index < classCount ? index : nil
            }
        case (.targets(let width), nil):
            guard width == network.units else {
                throw InputError("\(path): expected \(network.units) targets an example, found \(width)")
            }
            classes = nil
        case (let labels, let classCount):
            throw InputError(
                "\(path): expected \(classCount == nil ? "targets" : "classes") as labels, found \(labels)")
        }
    }

    /// The label of an example of this number.
    /// - Throws: `InputError` where the model has no such class.
    func label(of example: Example, number: Int) throws(InputError) -> ExampleLabel {
        guard case .index(let index) = example.label else { return example.label }
        guard let label = classes?[index] else {
            let name = classNames.isEmpty ? "\(index)" : "'\(classNames[index])'"
            throw InputError("\(path): example \(number): expected one of the model's classes, found \(name)")
        }
        return .index(label)
    }
}
