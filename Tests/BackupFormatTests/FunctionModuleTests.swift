import AerospikeProtocol
import BackupFormat
import Testing

@Suite struct `Modules` {
    @Test(arguments: [[], Array("function one() return 1 end".utf8), [0, 10, 10]])
    func `are written and read`(content: [UInt8]) throws {
        let module = FunctionModule(name: "no newline.lua", content: content)
        var writer = ByteWriter(capacity: 16)
        writer.append("Version 3.1\n")
        module.write(to: &writer)
        #expect(try ParsedFile([UInt8](copying: writer.bytes)).modules == [module])
    }
}
