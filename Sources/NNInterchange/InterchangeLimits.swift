/// Everything that a foreign file may ask for, capped.
public struct InterchangeLimits: Sendable {
    /// Members of an archive.
    public static let members = 10_000
    /// Bytes of the header of an array in numpy's format; numpy's own limit.
    public static let arrayHeaderBytes = 10_000
    /// Axes of an array; numpy's own limit is 64, and a model has none of more than two.
    public static let arrayAxes = 64
    /// Bytes or code points of one string of an array.
    public static let stringLength = 65_536
    /// Strings of an array.
    public static let strings = 65_536

    /// Bytes of a pickle, which holds names and shapes and no numbers.
    public static let pickleBytes = 1 << 22
    /// Values, and marks, on the stack of a pickle.
    public static let pickleStack = 1 << 16
    /// Tuples, lists, dictionaries and tensors of a pickle, and values that it remembers.
    public static let pickleValues = 1 << 17
    /// Bytes of the name of a module or a class in a pickle.
    public static let pickleNameBytes = 128

    /// Keys of a GGUF file.
    public static let ggufKeys = 1 << 16
    /// Tensors of a GGUF file.
    public static let ggufTensors = 1 << 14

    /// Bytes of a model in JSON, of which each number takes ten times as much when it is read.
    public static let jsonBytes = 1 << 28
    /// Brackets of a JSON text that stand in each other.
    public static let jsonDepth = 64
    /// Characters of a number in a JSON text.
    public static let numberLength = 1_000

    /// Bytes of the configuration of a Keras model; some 1,500 a layer are usual.
    public static let kerasConfigBytes = 1 << 23

    /// Nodes, and tensors, of a graph; eight for each layer that a model may have.
    public static let nodes = 32_768
    /// Inputs, outputs and attributes of a node.
    public static let nodeFields = 1_024
    /// Files beside a model in which it has numbers.
    public static let externalFiles = 1_024
    /// Numbers of an attribute of a node.
    public static let attributeNumbers = 65_536
    /// Bytes of a description of a model that a file keeps in one text.
    public static let descriptionBytes = 1 << 24
    /// Numbers to which a constant in front of a network is spread.
    public static let spreadNumbers = 1 << 22

    /// Bytes that everything which is read takes once it is decompressed; 2 GiB unless told.
    public var bytes: Int

    /// The caller's own limit.
    public init(bytes: Int = 1 << 31) {
        self.bytes = bytes
    }
}
