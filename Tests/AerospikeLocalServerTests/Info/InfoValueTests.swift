import AerospikeProtocol
import Testing

@testable import AerospikeLocalServer

/// Expected values: what a community server 8.1.0.3 answered to the same commands.
@Suite struct InfoValueTests {
    @Test(arguments: [
        ("build", "8.1.0.3"), ("edition", "Aerospike Community Edition"), ("node", "C1"), ("status", "ok"),
        ("STATUS", "ERROR:4:unrecognized command"), ("", "ERROR:4:unrecognized command"),
        ("partition-generation", "0"), ("peers-clear-std", "0,3000,[]"), ("peers-clear-std:generation=0", "0,3000,[]"),
        ("peers-tls-std", "ERROR:25:enterprise only"), ("racks:", "ERROR:25:enterprise only"),
        ("cluster-stable:size=2", "ERROR:7:cluster not specified size"), ("cluster-stable:size=x", "ERROR:4:bad size"),
        ("cluster-stable:namespace=zz", "ERROR:20:namespace not found on node"), ("namespaces", "test;bar"),
        ("service-clear-std", "127.0.0.1:3000"), ("service-clear-alt", ""), ("namespace/zz", "type=unknown"),
        ("sets", ""), ("sets/zz", "ns_type=unknown"), ("query-show", ""), ("query-show:id=5", "ERROR:2:job not found"),
        ("query-abort:id=5", "ERROR:2:id not active"), ("query-abort-all", "number-of-queries-killed:0"),
        ("sindex-list", ""), ("sindex-list:ns=zz", "ERROR:20:namespace not found on node"),
        ("sindex/test/nope", "ERROR:201:no index"), ("udf-list", ""), ("udf-get:filename=x.lua", "error=not_found"),
        ("udf-remove:filename=x.lua", "ok"), ("truncate:", "ERROR:20:missing 'namespace'"),
        ("truncate:namespace=test", "ERROR:4:missing 'set'"), ("truncate:namespace=zz;set=foo", "ok"),
        ("truncate:namespace=test;set=s;lut=0", "ERROR:4:would truncate to 0"),
        ("truncate:namespace=test;set=s;lut=9000000000000000000", "ERROR:4:would truncate in the future"),
        ("truncate-namespace:namespace=test;set=x", "ERROR:4:unexpected set name"),
        ("set-config:context=service;foo=1", "ERROR:4:invalid set-config parameter"),
        ("set-config:context=zz;a=b", "ERROR:4:invalid context"), ("set-config:", "ERROR:4:missing 'context'"),
        ("set-config:context=namespace;namespace=test;nsup-period=10", "ok"),
        ("replicas:max=x", "ERROR:4:bad max"), ("user-agent-set:value=@@", "ERROR:4:'value' invalid base64"),
        ("release", "ERROR:4:unrecognized command"),
    ])
    func `commands are answered as the real server answers`(command: String, value: String) {
        #expect(TestServer().info(command) == value)
    }

    @Test func `a node alone owns every partition of every namespace`() {
        let map = String(repeating: "/", count: 682) + "8="
        #expect(TestServer().info("replicas") == "test:0,1,\(map);bar:0,1,\(map)")
        #expect(TestServer().info("replicas-master") == "test:\(map);bar:\(map)")
    }

    @Test func `a client tells what it is once`() {
        let session = ClientSession(client: "")
        let responder = InfoResponder(state: TestServer().state, session: session)
        #expect(responder.value(of: "user-agent-set:value=aaaa") == "ok")
        #expect(responder.value(of: "user-agent-set:value=aaaa") == "ERROR:4:already set")
    }

    @Test func `asrestore finds batches enabled`() {
        #expect(TestServer().info("get-config:context=service").contains("batch-index-threads=2;"))
    }

    @Test func `indexes are created, renamed, listed and removed`() {
        let server = TestServer()
        let create = "sindex-create:namespace=test;set=s;indexname="
        #expect(server.info(create + "one;bin=a;type=NUMERIC") == "ok")
        #expect(
            server.info(create + "one;bin=a;type=STRING")
                == "ERROR:200:'indexname' already exists with different definition"
        )
        #expect(server.info(create + "two;bin=a;type=numeric") == "ok")
        let entry = "ns=test:indexname=two:set=s:bin=a:type=numeric:indextype=default:context=null:exp=null:state=RW"
        #expect(server.info("sindex-list:ns=test") == entry)
        #expect(server.info(create + "ctx;bin=m;type=string;context=khAC;indextype=mapkeys") == "ok")
        let context = "ns=test:indexname=ctx:set=s:bin=m:type=string:indextype=mapkeys:context="
        #expect(server.info("sindex-list:ns=test") == "\(entry);\(context)[list_index(2)]:exp=null:state=RW")
        #expect(server.info("sindex-list:ns=test;b64=true") == "\(entry);\(context)khAC:exp=null:state=RW")
        #expect(server.info("sindex-delete:ns=test;indexname=two") == "ok")
        #expect(server.info("sindex-exists:ns=test;indexname=two") == "false")
        #expect(server.info("sindex-stat:ns=test;indexname=ctx").contains("load_pct=100"))
    }

    @Test func `modules are kept as they came`() {
        let server = TestServer()
        let content = "ZnVuY3Rpb24gZihyKSByZXR1cm4gMSBlbmQK"
        #expect(server.info("udf-put:filename=a.lua;content=\(content);content-len=36;udf-type=LUA;") == "ok")
        #expect(server.info("udf-get:filename=a.lua") == "type=LUA;content=\(content);")
        #expect(server.info("udf-put:filename=a;content=\(content);content-len=36") == "error=invalid_filename")
        #expect(server.info("udf-put:filename=a.lua;content=\(content);content-len=3") == "error=invalid_content_len")
        #expect(server.info("udf-put:filename=a.lua;content=@@@@;content-len=4") == "error=invalid_base64_content")
        let entry = server.info("udf-list").split(separator: ",")
        #expect(entry.first == "filename=a.lua")
        #expect(entry.dropFirst().first?.count == "hash=".count + 40)
        #expect(entry.last == "type=LUA;")
    }

    @Test func `truncation takes what was written before`() throws {
        let server = TestServer()
        _ = try server.answer(to: .put(1))
        server.advance(seconds: 10)
        _ = try server.answer(to: .put(2))
        _ = try server.answer(to: .put(3, set: "other"))
        let before = (TestServer.start + 5) * 1_000_000_000
        #expect(server.info("truncate:namespace=test;set=demo;lut=\(before)") == "ok")
        #expect(try server.answer(to: .get(1)).header.resultCode == .notFound)
        #expect(try server.answer(to: .get(2)).header.resultCode == .ok)
        #expect(server.info("truncate:namespace=test;set=demo") == "ok")
        #expect(try server.answer(to: .get(2)).header.resultCode == .notFound)
        #expect(server.info("namespace/test").contains(";objects=1;"))
        #expect(server.info("truncate-namespace:namespace=test") == "ok")
        #expect(server.info("namespace/test").contains(";objects=0;"))
    }

    @Test func `sets are told with their records`() throws {
        let server = TestServer()
        _ = try server.answer(to: .put(1))
        _ = try server.answer(to: .put(2))
        #expect(server.info("sets").hasPrefix("ns=test:set=demo:objects=2:tombstones=0:data_used_bytes="))
        #expect(server.info("sets/test/demo").hasPrefix("objects=2:"))
        #expect(server.info("sets/test/demo").hasSuffix(":stop-writes-size=0;"))
        #expect(server.info("sets/bar") == "")
    }
}
