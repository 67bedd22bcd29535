/// An operator of the graph (Operator), with the numbers of the tensors that it takes and gives.
struct TFLiteOperator {
    /// The schema's name of it: `FULLY_CONNECTED`.
    let kind: String
    /// Numbers of tensors; -1 for one that is left out.
    let inputs: [Int]
    let outputs: [Int]
    /// The settings, and which of the tables of settings it is.
    private let options: FlatTable?
    private let optionsKind: Int
    private let file: String
    /// The operator as messages name it.
    let place: String

    /// - Parameters:
    ///   - number: its place in the graph, from 1.
    ///   - kinds: the operators that the file uses, which this one names by number.
    init(
        _ table: FlatTable, number: Int, kinds: [String], tensors: Int, file: String
    ) throws(InterchangeError) {
        let index = Int(try table.get(0, UInt32(0)))
        guard kinds.indices.contains(index) else {
            throw InterchangeError(
                file, table.place,
                .unexpected(expected: "one of the \(kinds.count) operators of the file", found: "number \(index)"))
        }
        kind = kinds[index]
        place = "operator \(number) (\(kind))"
        inputs = try table.integers(1, limit: InterchangeLimits.nodeFields)
        outputs = try table.integers(2, limit: InterchangeLimits.nodeFields)
        optionsKind = Int(try table.get(3, UInt8(0)))
        options = try table.table(4, "\(place), its settings")
        self.file = file
        for tensor in inputs + outputs where !(-1..<tensors).contains(tensor) {
            throw fail("one of the \(tensors) tensors", found: "the tensor \(tensor)")
        }
        guard outputs.allSatisfy({ $0 >= 0 }) else {
            throw fail("outputs that are tensors", found: "one that is left out")
        }
    }

    /// The settings of a kind; nil where they are left out and all have their usual values.
    ///
    /// - Parameter kind: the number of the table in the schema (BuiltinOptions).
    func options(_ kind: Int) throws(InterchangeError) -> FlatTable? {
        guard let options, optionsKind != 0 else { return nil }
        guard optionsKind == kind else { throw fail("settings of the kind \(kind)", found: "\(optionsKind)") }
        return options
    }

    func fail(_ expected: String, found: String) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found))
    }

    func refuse(_ sentence: String) -> InterchangeError {
        InterchangeError(file, place, .refused(sentence))
    }

    /// The names of a file's operators (OperatorCode).
    static func kind(_ code: FlatTable) throws(InterchangeError) -> String {
        // Codes beyond 127 came later, in a field of their own.
        let number = max(Int(try code.get(0, Int8(0))), Int(try code.get(3, Int32(0))))
        guard names.indices.contains(number) else { return "number \(number)" }
        let name = String(names[number])
        return name == "CUSTOM" ? "CUSTOM '\(try code.text(1) ?? "")'" : name
    }

    /// By their numbers in the schema (BuiltinOperator), as TensorFlow 2.15 has it.
    private static let names = """
        ADD AVERAGE_POOL_2D CONCATENATION CONV_2D DEPTHWISE_CONV_2D DEPTH_TO_SPACE DEQUANTIZE EMBEDDING_LOOKUP \
        FLOOR FULLY_CONNECTED HASHTABLE_LOOKUP L2_NORMALIZATION L2_POOL_2D LOCAL_RESPONSE_NORMALIZATION \
        LOGISTIC LSH_PROJECTION LSTM MAX_POOL_2D MUL RELU RELU_N1_TO_1 RELU6 RESHAPE RESIZE_BILINEAR RNN \
        SOFTMAX SPACE_TO_DEPTH SVDF TANH CONCAT_EMBEDDINGS SKIP_GRAM CALL CUSTOM EMBEDDING_LOOKUP_SPARSE PAD \
        UNIDIRECTIONAL_SEQUENCE_RNN GATHER BATCH_TO_SPACE_ND SPACE_TO_BATCH_ND TRANSPOSE MEAN SUB DIV SQUEEZE \
        UNIDIRECTIONAL_SEQUENCE_LSTM STRIDED_SLICE BIDIRECTIONAL_SEQUENCE_RNN EXP TOPK_V2 SPLIT LOG_SOFTMAX \
        DELEGATE BIDIRECTIONAL_SEQUENCE_LSTM CAST PRELU MAXIMUM ARG_MAX MINIMUM LESS NEG PADV2 GREATER \
        GREATER_EQUAL LESS_EQUAL SELECT SLICE SIN TRANSPOSE_CONV SPARSE_TO_DENSE TILE EXPAND_DIMS EQUAL \
        NOT_EQUAL LOG SUM SQRT RSQRT SHAPE POW ARG_MIN FAKE_QUANT REDUCE_PROD REDUCE_MAX PACK LOGICAL_OR \
        ONE_HOT LOGICAL_AND LOGICAL_NOT UNPACK REDUCE_MIN FLOOR_DIV REDUCE_ANY SQUARE ZEROS_LIKE FILL FLOOR_MOD \
        RANGE RESIZE_NEAREST_NEIGHBOR LEAKY_RELU SQUARED_DIFFERENCE MIRROR_PAD ABS SPLIT_V UNIQUE CEIL \
        REVERSE_V2 ADD_N GATHER_ND COS WHERE RANK ELU REVERSE_SEQUENCE MATRIX_DIAG QUANTIZE MATRIX_SET_DIAG \
        ROUND HARD_SWISH IF WHILE NON_MAX_SUPPRESSION_V4 NON_MAX_SUPPRESSION_V5 SCATTER_ND SELECT_V2 DENSIFY \
        SEGMENT_SUM BATCH_MATMUL PLACEHOLDER_FOR_GREATER_OP_CODES CUMSUM CALL_ONCE BROADCAST_TO RFFT2D CONV_3D \
        IMAG REAL COMPLEX_ABS HASHTABLE HASHTABLE_FIND HASHTABLE_IMPORT HASHTABLE_SIZE REDUCE_ALL \
        CONV_3D_TRANSPOSE VAR_HANDLE READ_VARIABLE ASSIGN_VARIABLE BROADCAST_ARGS RANDOM_STANDARD_NORMAL \
        BUCKETIZE RANDOM_UNIFORM MULTINOMIAL GELU DYNAMIC_UPDATE_SLICE RELU_0_TO_1 UNSORTED_SEGMENT_PROD \
        UNSORTED_SEGMENT_MAX UNSORTED_SEGMENT_SUM ATAN2 UNSORTED_SEGMENT_MIN SIGN BITCAST BITWISE_XOR \
        RIGHT_SHIFT STABLEHLO_LOGISTIC STABLEHLO_ADD STABLEHLO_DIVIDE STABLEHLO_MULTIPLY STABLEHLO_MAXIMUM \
        STABLEHLO_RESHAPE STABLEHLO_CLAMP STABLEHLO_CONCATENATE STABLEHLO_BROADCAST_IN_DIM \
        STABLEHLO_CONVOLUTION STABLEHLO_SLICE STABLEHLO_CUSTOM_CALL STABLEHLO_REDUCE STABLEHLO_ABS \
        STABLEHLO_AND STABLEHLO_COSINE STABLEHLO_EXPONENTIAL STABLEHLO_FLOOR STABLEHLO_LOG STABLEHLO_MINIMUM \
        STABLEHLO_NEGATE STABLEHLO_OR STABLEHLO_POWER STABLEHLO_REMAINDER STABLEHLO_RSQRT STABLEHLO_SELECT \
        STABLEHLO_SUBTRACT STABLEHLO_TANH STABLEHLO_SCATTER STABLEHLO_COMPARE STABLEHLO_CONVERT \
        STABLEHLO_DYNAMIC_SLICE STABLEHLO_DYNAMIC_UPDATE_SLICE STABLEHLO_PAD STABLEHLO_IOTA \
        STABLEHLO_DOT_GENERAL STABLEHLO_REDUCE_WINDOW STABLEHLO_SORT STABLEHLO_WHILE STABLEHLO_GATHER \
        STABLEHLO_TRANSPOSE DILATE STABLEHLO_RNG_BIT_GENERATOR REDUCE_WINDOW
        """.split(separator: " ")
}
