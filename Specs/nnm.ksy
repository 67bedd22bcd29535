# The .nnm model file for Kaitai Struct (https://kaitai.io). The text of the format is nnm-format.md; each `doc` of a
# field below is the field's line in its tables, which a test compares. This tells where everything lies; checksums, the
# limits and the other rules are for a reader. A chunk with a codec is taken apart as far as its blocks, which hold raw
# deflate streams.
meta:
  id: nnm
  title: .nnm neural network model
  file-extension: nnm
  xref:
    mime: application/x-nnm
  endian: le
  encoding: UTF-8
seq:
  - id: header
    type: header
  - id: chunks
    type: chunk
    repeat: eos
    doc: The directory, INPT, LAYR, OUTP, the tensors, and then whatever else there is.
instances:
  has_raw_records:
    value: chunks[1].codec == codec::raw and chunks[2].codec == codec::raw
    doc: Whether INPT and LAYR can be read without decoding, which vERF needs.
  element_count:
    value: chunks[1].payload.as<inpt>.element_count
  output_count:
    value: chunks[2].payload.as<layr>.layers.last.units
types:
  header:
    seq:
      - id: signature
        contents: [0x8e, 0x4e, 0x4e, 0x4d, 0x0d, 0x0a, 0x1a, 0x0a]
        doc: "signature: `8E 4E 4E 4D 0D 0A 1A 0A`"
      - id: needed
        type: version
        doc: "version needed to read the file: major, minor"
      - id: writer
        type: version
        doc: "version of the library that wrote it: major, minor"
      - id: required_features
        type: u8
        doc: required features, a bit each
      - id: optional_features
        type: u8
        doc: optional features, a bit each
      - id: file_length
        type: u8
        doc: length of the file in bytes
      - id: directory_offset
        type: u8
        doc: "offset of the directory chunk: 96"
      - id: directory_length
        type: u4
        doc: "bytes of the directory's payload: 64 × (number of chunks − 1)"
      - id: chunk_count
        type: u4
        doc: number of chunks, the directory included
      - id: digest
        size: 32
        doc: content digest
      - id: reserved
        type: u4
        doc: reserved
      - id: crc32
        type: u4
        doc: CRC-32 of bytes 0 to 91
  version:
    seq:
      - id: major
        type: u2
      - id: minor
        type: u2
  chunk:
    seq:
      - id: kind
        type: str
        size: 4
        encoding: ASCII
        doc: "type: four ASCII letters"
      - id: codec
        type: u1
        enum: codec
        doc: codec
      - id: reserved1
        size: 3
        doc: reserved
      - id: stored_length
        type: u8
        doc: "stored length: bytes of the payload"
      - id: raw_length
        type: u8
        doc: "raw length: bytes of what it holds, uncompressed"
      - id: reserved2
        type: u4
        doc: reserved
      - id: crc32
        type: u4
        doc: CRC-32 of bytes 0 to 27 and the payload
      - id: payload
        size: stored_length
        type:
          switch-on: 'codec == codec::raw ? kind : "blocks"'
          cases:
            '"INDX"': indx
            '"INPT"': inpt
            '"LAYR"': layr
            '"OUTP"': outp
            '"hISt"': history
            '"mETa"': metadata
            '"vERF"': verification
            '"blocks"': blocks(raw_length)
        doc: the payload
      - id: padding
        size: (96 - _io.pos % 64) % 64
        doc: padding with zero bytes until (offset in the file) mod 64 = 32
  blocks:
    params:
      - id: raw_length
        type: u8
    seq:
      - id: table
        type: block
        repeat: expr
        repeat-expr: (raw_length + 1048575) / 1048576
      - id: stored
        size: table[_index].stored_length
        repeat: expr
        repeat-expr: (raw_length + 1048575) / 1048576
  block:
    seq:
      - id: stored_length
        type: u4
      - id: crc32
        type: u4
  indx:
    seq:
      - id: entries
        type: entry
        repeat: eos
  entry:
    seq:
      - id: kind
        type: str
        size: 4
        encoding: ASCII
        doc: type
      - id: codec
        type: u1
        enum: codec
        doc: codec
      - id: data_type
        type: u1
        enum: data_type
        doc: "tensors: data type; else 0"
      - id: role
        type: u1
        enum: role
        doc: "tensors: role, 1 weights, 2 biases, 3 scales; else 0"
      - id: axis_count
        type: u1
        doc: "tensors: number of axes; else 0"
      - id: offset
        type: u8
        doc: offset of the chunk
      - id: stored_length
        type: u8
        doc: stored length
      - id: raw_length
        type: u8
        doc: raw length
      - id: crc32
        type: u4
        doc: the chunk's CRC-32
      - id: layer
        type: u4
        doc: "tensors: layer, from 1; else 0"
      - id: axes
        type: u4
        repeat: expr
        repeat-expr: 4
        doc: "tensors: length of each axis, then zeros; else zeros"
      - id: reserved
        size: 8
        doc: reserved
    instances:
      chunk:
        io: _root._io
        pos: offset
        type: chunk
  name:
    seq:
      - id: length
        type: u1
      - id: text
        type: str
        size: length
  pair:
    seq:
      - id: first
        type: f8
      - id: second
        type: f8
  inpt:
    seq:
      - id: axis_count
        type: u1
        doc: number of axes r of an example, 1 to 4
      - id: has_range
        type: u1
        doc: 1 where the range of raw elements is given, else 0
      - id: filter
        type: u1
        enum: filter
        doc: "resize filter: 0 no image, 1 nearest, 2 bilinear, 3 bicubic, 4 lanczos, 5 area"
      - id: fit
        type: u1
        enum: fit
        doc: "fit: 0 no image, 1 stretch, 2 fit (the whole image, with white bars), 3 crop (the centre)"
      - id: scaling_count
        type: u4
        doc: number of scalings c
      - id: axes
        type: u4
        repeat: expr
        repeat-expr: 4
        doc: length of each axis, 1 or more, then zeros; images are height, width, channels
      - id: range
        type: pair
        doc: smallest and largest raw element, which may be equal; 16 zero bytes where no range is given
      - id: name
        type: name
        doc: the input's name
      - id: padding
        size: (8 - _io.pos % 8) % 8
        doc: padding to a multiple of 8
      - id: scalings
        type: pair
        repeat: expr
        repeat-expr: scaling_count
        doc: offset and divisor; finite, the divisor neither 0 nor −0
    instances:
      element_count:
        value: "axes[0] * (axis_count > 1 ? axes[1] : 1) * (axis_count > 2 ? axes[2] : 1) * (axis_count > 3 ? axes[3] : 1)"
  layr:
    seq:
      - id: layer_count
        type: u4
      - id: reserved
        type: u4
      - id: layers
        type: layer
        repeat: expr
        repeat-expr: layer_count
  layer:
    seq:
      - id: length
        type: u4
        doc: length of the record
      - id: kind
        type: u2
        enum: layer_kind
        doc: "kind: 1 dense"
      - id: activation
        type: u2
        enum: activation
        doc: activation
      - id: inputs
        type: u4
        doc: inputs, 1 or more
      - id: units
        type: u4
        doc: units, 1 or more
      - id: parameter_count
        type: u1
        doc: number of parameters p of the activation
      - id: name
        type: name
        doc: the layer's name
      - id: padding
        size: (8 - _io.pos % 8) % 8
        doc: padding to a multiple of 8
      - id: parameters
        type: f8
        repeat: expr
        repeat-expr: parameter_count
        doc: parameters, finite
  outp:
    seq:
      - id: meaning
        type: u1
        enum: meaning
        doc: "meaning: 1 probability, 2 logit, 3 log-probability, 4 value"
      - id: reserved
        size: 3
        doc: zero
      - id: class_count
        type: u4
        doc: number of class names k
      - id: threshold
        type: f8
        doc: threshold, finite
      - id: name
        type: name
        doc: the output's name
      - id: classes
        type: name
        repeat: expr
        repeat-expr: class_count
        doc: class names
  history:
    seq:
      - id: column_count
        type: u4
      - id: row_count
        type: u4
      - id: names
        type: name
        repeat: expr
        repeat-expr: column_count
      - id: padding
        size: (8 - _io.pos % 8) % 8
      - id: columns
        type: column
        repeat: expr
        repeat-expr: column_count
  column:
    seq:
      - id: values
        type: f8
        repeat: expr
        repeat-expr: _parent.row_count
  metadata:
    seq:
      - id: entry_count
        type: u4
      - id: entries
        type: metadata_entry
        repeat: expr
        repeat-expr: entry_count
  metadata_entry:
    seq:
      - id: key
        type: name
      - id: length
        type: u4
      - id: value
        type: str
        size: length
  verification:
    seq:
      - id: check_count
        type: u4
      - id: reserved
        type: u4
      - id: checks
        type: check
        repeat: expr
        repeat-expr: check_count
        if: _root.has_raw_records
  check:
    seq:
      - id: input
        type: u1
        enum: check_input
        doc: "input: 1 from a seed, 2 as values"
      - id: reserved
        size: 7
        doc: zero
      - id: tolerance
        type: f8
        doc: tolerance t, finite, above 0
      - id: seed
        type: u8
        doc: the seed; 0 where the input stands as values
      - id: elements
        type: f8
        repeat: expr
        repeat-expr: "input == check_input::values ? _root.element_count : 0"
        doc: the raw elements of an example, where the input stands as values; finite
      - id: expected
        type: f8
        repeat: expr
        repeat-expr: _root.output_count
        doc: the expected output A[L], a number a unit; finite
enums:
  codec:
    0: raw
    1: deflate
    2: planes
    3: sparse
  data_type:
    1: float32
    2: float64
    3: float16
    4: bfloat16
    5: int8
  role:
    1: weights
    2: biases
    3: scales
  filter:
    0: no_image
    1: nearest
    2: bilinear
    3: bicubic
    4: lanczos
    5: area
  fit:
    0: no_image
    1: stretch
    2: fit
    3: crop
  layer_kind:
    1: dense
  activation:
    0: identity
    1: relu
    2: relu6
    3: leaky_relu
    4: elu
    5: selu
    6: gelu
    7: gelu_tanh
    8: sigmoid
    9: hard_sigmoid
    10: tanh
    11: softplus
    12: softsign
    13: swish
    14: hard_swish
    15: mish
    16: softmax
    17: log_softmax
  meaning:
    1: probability
    2: logit
    3: log_probability
    4: value
  check_input:
    1: seed
    2: values
