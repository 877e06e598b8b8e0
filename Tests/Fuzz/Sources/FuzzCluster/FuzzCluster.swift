import AerospikeProtocol

@testable import AerospikeClient

/// What nodes say of themselves, their peers and their partitions, and seeds as users write them: nothing traps, nothing grows
/// beyond what a cluster can have, and what was read is written and read again as the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = [UInt8](UnsafeBufferPointer(start: start, count: count))
    let text = String(decoding: input, as: UTF8.self)
    fuzzPeers(text)
    fuzzReplicas(text)
    if let seeds = try? Seed.parse(text, defaultPort: 3000) {
        precondition(seeds.allSatisfy { !$0.host.isEmpty && (1...65_535).contains($0.port) }, "\(seeds)")
    }
    _ = SetStatistics.list(text, namespace: "test")
    _ = IndexDefinition.list(text)
    fuzzReply(InfoReply(body: input.view))
    return 0
}

func fuzzPeers(_ text: String) {
    _ = try? PeersList.addresses(text)
    guard let list = try? PeersList.parse(text) else { return }
    precondition(list.peers.count <= 1024, "more peers than a cluster has")
    let addresses = list.peers.flatMap(\.addresses)
    precondition(addresses.allSatisfy { !$0.host.isEmpty && (1...65_535).contains($0.port) }, "\(addresses)")
    let names = addresses.flatMap { [$0.host, $0.tlsName ?? ""] }
    precondition(names.allSatisfy { $0.utf8.count <= 255 }, "a long name")
    // A name of a certificate is that of the node, so that one address tells it. A host with brackets cannot be written.
    guard addresses.allSatisfy({ !$0.host.contains("[") }), list.peers.allSatisfy({ !$0.addresses.isEmpty }) else {
        return
    }
    let peers = list.peers.map { peer in
        let hosts = peer.addresses.map { "[\($0.host)]:\($0.port)" }.joined(separator: ",")
        return "[\(peer.id),\(peer.addresses[0].tlsName ?? ""),[\(hosts)]]"
    }
    let again = try? PeersList.parse("\(list.generation),3000,[\(peers.joined(separator: ","))]")
    precondition(again == list, "another list")
}

func fuzzReplicas(_ text: String) {
    guard let reports = try? ReplicasReport.list(text) else { return }
    precondition(reports.count <= 256, "more namespaces than a node has")
    var table = PartitionTable()
    for (number, report) in reports.enumerated() {
        precondition(report.bitmaps.count <= 3 && report.bitmaps.allSatisfy { $0.count == 512 }, "odd bitmaps")
        // As if each namespace were another node's report of the same one.
        let losers = table.apply(report, of: "node \(number)")
        precondition(!losers.contains("node \(number)"), "a node lost something to itself")
    }
    for number in stride(from: 0, to: PartitionID.count, by: 1021) {
        guard let partition = PartitionID(number), let owner = table.owner(of: partition, replica: 0) else { continue }
        precondition(table.owns(owner), "an owner that owns nothing")
    }
}

func fuzzReply(_ reply: InfoReply) {
    if let identity = try? NodeIdentity(reply, expectedID: nil) {
        precondition((1...16).contains(identity.id.utf8.count), "a node's id of odd length")
    }
    if let report = try? NodeReport(reply) { _ = try? NodeIdentity(reply, expectedID: report.id) }
    let statement = ClusterStatement(nodeID: "A", reply: reply, namespace: "test", peersCommand: "peers-clear-std")
    precondition((0...8192).contains(statement.missingPartitions), "more partitions than there are")
}
