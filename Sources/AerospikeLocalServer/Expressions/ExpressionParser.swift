internal import AerospikeProtocol

/// Reads packed expressions and checks them as the server does: numbers of operands, types, names of variables.
///
/// Bit and HyperLogLog calls are refused like opcodes that the version does not know.
struct ExpressionParser {
    /// An expression with the type of its value. The value unknown is a truth value.
    struct Typed {
        let node: ExpressionNode
        let type: ExpressionType
        /// Whether it is the value unknown itself, which may stand for any type among the values of a condition.
        var isUnknown = false
    }

    private struct Variable {
        let name: ArraySlice<UInt8>
        let type: ExpressionType?
    }

    /// Expressions are evaluated on the stack; the server has no limit of its own below the size of a message.
    private static let deepestNesting = 256

    private let bytes: ArraySlice<UInt8>
    private var position = 0
    private var depth = 0
    private var variables: [Variable] = []
    /// The number of variables that an evaluation needs at once.
    private(set) var variableCount = 0

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// Parses the whole input as one expression.
    ///
    /// - Throws: result 4 for whatever the server refuses.
    mutating func parse() throws(OperationFailure) -> Typed {
        let typed = try self.expression()
        guard self.position == self.bytes.count else { throw .parameter }
        return typed
    }

    /// Parses the next expression.
    mutating func expression() throws(OperationFailure) -> Typed {
        self.depth += 1
        defer { self.depth -= 1 }
        guard self.depth <= Self.deepestNesting else { throw .parameter }
        let token = try self.token()
        guard token.kind == .list else { return try self.literal(token) }
        guard token.count > 0, token.flags == 0 else { throw .parameter }
        self.position = token.next
        let opcode = try self.unsigned()
        return try self.operation(opcode, count: token.count - 1)
    }

    /// Parses the next expression, which must have a type.
    mutating func expression(_ type: ExpressionType) throws(OperationFailure) -> ExpressionNode {
        let typed = try self.expression()
        guard typed.type == type else { throw .parameter }
        return typed.node
    }

    /// Parses a list of expressions, each of a type.
    mutating func expressions(_ count: Int, _ type: ExpressionType) throws(OperationFailure) -> [ExpressionNode] {
        var nodes: [ExpressionNode] = []
        for _ in 0..<count { nodes.append(try self.expression(type)) }
        return nodes
    }
}

extension ExpressionParser {
    /// Reads the start of the next element without passing over it.
    func token() throws(OperationFailure) -> PackedToken {
        do throws(MessagePackError) {
            return try PackedToken(self.bytes.view, at: self.position)
        } catch {
            throw .parameter
        }
    }

    /// Passes over the next element and returns it.
    mutating func element() throws(OperationFailure) -> PackedValue {
        do throws(MessagePackError) {
            let end = try MessagePackWalker.end(of: self.bytes.view, from: self.position)
            let value = PackedValue(unchecked: self.bytes.bytes(in: self.position..<end))
            self.position = end
            return value
        } catch {
            throw .parameter
        }
    }

    /// Reads an integer.
    mutating func integer() throws(OperationFailure) -> Int64 {
        guard let value = try self.element().integerValue else { throw .parameter }
        return value
    }

    mutating func unsigned() throws(OperationFailure) -> UInt64 { UInt64(bitPattern: try self.integer()) }

    /// Reads the bytes of a string as they are; names carry no particle type.
    mutating func rawString() throws(OperationFailure) -> ArraySlice<UInt8> {
        guard let content = try self.element().content else { throw .parameter }
        return content
    }

    /// Reads the name of a bin: 1 to 15 bytes without NUL.
    mutating func binName() throws(OperationFailure) -> [UInt8] {
        let name = try self.rawString()
        guard name.count <= 15, !name.contains(0) else { throw .parameter }
        return [UInt8](name)
    }

    /// Reads a type.
    mutating func type() throws(OperationFailure) -> ExpressionType {
        guard let type = ExpressionType(rawValue: try self.unsigned()) else { throw .parameter }
        return type
    }

    /// Passes over a container's header and returns its number of elements.
    mutating func listHeader() throws(OperationFailure) -> Int {
        let token = try self.token()
        guard token.kind == .list, token.flags == 0 else { throw .parameter }
        self.position = token.next
        return token.count
    }

    /// Runs `parse` and returns its value with the bytes that it passed over.
    mutating func bytesPassed<Value>(
        _ parse: (inout ExpressionParser) throws(OperationFailure) -> Value
    ) throws(OperationFailure) -> (value: Value, bytes: ArraySlice<UInt8>) {
        let start = self.position
        let value = try parse(&self)
        return (value, self.bytes.bytes(in: start..<self.position))
    }
}

extension ExpressionParser {
    /// Parses `[124, name]`.
    mutating func variable() throws(OperationFailure) -> Typed {
        let name = try self.rawString()
        guard let index = self.variables.lastIndex(where: { $0.name == name }), let type = self.variables[index].type
        else {
            throw .parameter
        }
        return Typed(node: .variable(index), type: type)
    }

    /// Parses `[125, name, value, …, body]`. A value may use the variables before it.
    mutating func definition(_ count: Int) throws(OperationFailure) -> Typed {
        guard count >= 3, count % 2 == 1 else { throw .parameter }
        let first = self.variables.count
        var values: [ExpressionNode] = []
        for _ in 0..<(count / 2) {
            let name = try self.rawString()
            guard Self.isName(name), !self.variables.contains(where: { $0.name == name }) else { throw .parameter }
            self.variables.append(Variable(name: name, type: nil))
            self.variableCount = max(self.variableCount, self.variables.count)
            let value = try self.expression()
            self.variables[self.variables.count - 1] = Variable(name: name, type: value.type)
            values.append(value.node)
        }
        let body = try self.expression()
        self.variables.removeSubrange(first...)
        let node = ExpressionNode.define(first: first, values, body: body.node)
        return Typed(node: node, type: body.type, isUnknown: body.isUnknown)
    }

    /// Names begin with a letter or underscore; digits may follow.
    private static func isName(_ name: ArraySlice<UInt8>) -> Bool {
        guard let first = name.first, !(0x30...0x39).contains(first) else { return false }
        return name.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5a, 0x5f, 0x61...0x7a: true
            default: false
            }
        }
    }
}
