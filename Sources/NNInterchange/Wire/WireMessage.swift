import NNModel

/// A message of protocol buffers whose tensors stay where they are until it is written.
struct WireMessage {
    /// Tensors, with what is in front of each.
    private var finished: [EncodedFile.Piece] = []
    private var finishedCount = 0
    /// The fields behind the last tensor.
    private var fields = WireWriter()

    /// Bytes in all.
    var count: Int { finishedCount + fields.bytes.count }

    var pieces: [EncodedFile.Piece] { finished + (fields.bytes.isEmpty ? [] : [.bytes(fields.bytes)]) }

    /// Adds fields without tensors.
    mutating func add(_ body: (inout WireWriter) -> Void) {
        body(&fields)
    }

    /// Adds a message within this one.
    mutating func add(_ number: Int, _ message: WireMessage) {
        fields.start(number, count: message.count)
        for piece in message.pieces {
            switch piece {
            case .bytes(let bytes): fields.append(bytes)
            case .tensor(let tensor): append(tensor)
            }
        }
    }

    /// Adds the numbers of a tensor, as they stand, as one field.
    mutating func add(_ number: Int, _ tensor: Tensor) {
        fields.start(number, count: tensor.count * tensor.dataType.size)
        append(tensor)
    }

    private mutating func append(_ tensor: Tensor) {
        finished += [.bytes(fields.bytes), .tensor(tensor)]
        finishedCount += fields.bytes.count + tensor.count * tensor.dataType.size
        fields = WireWriter()
    }
}
