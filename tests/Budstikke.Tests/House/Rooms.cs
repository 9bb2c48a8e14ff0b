namespace Budstikke.Tests.House;

/// <summary>The table of who may know whom (ARCHITECTURE.md): knowledge runs against the story, facts run with
/// it.</summary>
internal static class Rooms
{
    /// <summary>Each step knows the steps before it; the rooms of one step do not know each other.</summary>
    private static readonly string[][] s_story =
    [
        ["Storage"],
        ["Jobs"],
        ["Mail", "Peppol", "Providers", "Trail"],
        ["Relays"],
        ["Clients"],
        ["Users"],
        ["Orders"],
        ["Ledger"],
        ["Invoicing"],
        ["Distribution"],
        ["Callbacks", "CustomerService"],
        ["Timeline"],
    ];

    /// <summary>They know every room of the story; nobody knows them.</summary>
    private static readonly string[] s_edges =
    [
        "Connect",
        "WebConsole",
        "Sandbox",
        "Commands",
        "Verify",
        "Health",
        "Telemetry",
    ];

    /// <summary>A folder below it is a channel: it knows this room's contract, and nobody knows the channel but its
    /// registration.</summary>
    private const string RoomOfChannels = "Distribution";

    /// <summary>What every channel may know: the contract, and the ground floor's words for an outcome.</summary>
    private static readonly string[] s_contract = [RoomOfChannels, "Jobs"];

    /// <summary>What a single channel may know beside it, and an edge beside the rooms: commands show what was
    /// verified and what a simulation kept, and so does the API.</summary>
    private static readonly Dictionary<string, string[]> s_grants = new()
    {
        ["Distribution.Email"] = ["Mail", "Relays", "Storage"],
        ["Distribution.Ehf"] = ["Peppol", "Providers"],
        ["Distribution.EInvoice"] = ["Providers"],
        ["Commands"] = ["Verify", "Sandbox", "WebConsole"],
        ["Connect"] = ["Sandbox"],
    };

    /// <summary>The composition root (Program.cs and what stands beside it): knows everyone, known by nobody.</summary>
    private const string Root = "";

    /// <summary>One line for each type that knows what its room may not.</summary>
    public static IEnumerable<string> Violations(IEnumerable<Type> types, string rootNamespace) =>
        from type in types
        where type.DeclaringType is null
        let room = RoomOf(type, rootNamespace)
        where room is not null
        from line in IsInTable(room)
            ? Unlawful(type, room, rootNamespace)
            : [$"{type.FullName} is in the room {room}, which the table in {nameof(Rooms)}.cs does not have"]
        select line;

    /// <summary>It is in a folder of checks.</summary>
    public static bool IsOfChecks(Type type) => type.Namespace?.EndsWith(".Checks", StringComparison.Ordinal) == true;

    public static bool IsRoot(Type type, string rootNamespace) => RoomOf(type, rootNamespace) == Root;

    /// <summary>The folder, a channel's being two long; empty for the root, null for a type that is not of the
    /// product.</summary>
    public static string? RoomOf(Type type, string rootNamespace)
    {
        while (type.DeclaringType is { } around)
            type = around;
        if (type.Namespace is null)
            return type.Name == "Program" ? Root : null;
        if (type.Namespace == rootNamespace)
            return Root;
        if (!type.Namespace.StartsWith(rootNamespace + ".", StringComparison.Ordinal))
            return null;
        var folders = type.Namespace[(rootNamespace.Length + 1)..].Split('.');
        return folders.Length > 1 && folders[0] == RoomOfChannels ? $"{folders[0]}.{folders[1]}" : folders[0];
    }

    private static IEnumerable<string> Unlawful(Type type, string room, string rootNamespace) =>
        from known in Knowledge.Of(type).Types
        where known.Assembly == type.Assembly
        let other = RoomOf(known, rootNamespace)
        where other is not null && !MayKnow(room, other)
        select $"{type.FullName} knows {known.FullName ?? known.Name}: {Shown(room)} may not know {Shown(other)}";

    public static bool MayKnow(string room, string other) =>
        room == other
        || room == Root
        || (s_edges.Contains(room) && StepOf(other) >= 0)
        || (IsChannel(room) && s_contract.Contains(other))
        || s_grants.GetValueOrDefault(room, []).Contains(other)
        || (StepOf(other) >= 0 && StepOf(other) < StepOf(room));

    private static bool IsInTable(string room) =>
        room == Root || s_edges.Contains(room) || IsChannel(room) || StepOf(room) >= 0;

    private static bool IsChannel(string room) => room.StartsWith(RoomOfChannels + ".", StringComparison.Ordinal);

    /// <summary>Below zero for what is no room of the story.</summary>
    public static int StepOf(string room) => Array.FindIndex(s_story, step => step.Contains(room));

    private static string Shown(string room) => room == Root ? "the root" : room;
}
