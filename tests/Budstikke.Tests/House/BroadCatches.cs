using System.Text.RegularExpressions;

namespace Budstikke.Tests.House;

/// <summary>
/// Every <c>catch</c> of whatever comes: without a type, or of <see cref="Exception"/>, with a filter or not. A defect
/// that is caught by accident is lost, so each file says here how many it has and why.
/// </summary>
internal static partial class BroadCatches
{
    private const string Service = "src/Budstikke/";

    /// <summary>What nobody expected ends here: the job is tried again and the caller gets an answer.</summary>
    private static readonly Named[] s_end =
    [
        new("Connect/Edge.cs", 2, "answers 500 or 510 with a trace; tells a caller who has gone nothing"),
        new("Jobs/Pump.cs", 2, "puts a failed job off; says what could not be settled, whose claim ends by itself"),
        new("Jobs/Worker.cs", 2, "looks for work, and renews claims, again next time"),
    ];

    /// <summary>It works in the background and has its next time.</summary>
    private static readonly Named[] s_nextTime =
    [
        new(
            "Distribution/Email/Bounces/ImapWay.cs",
            2,
            "connects again after a pause; goes on behind what cannot be read"
        ),
        new("Distribution/Email/Bounces/BounceDesk.cs", 1, "tells the mail server to send the bounce again"),
        new("Jobs/Chore.cs", 1, "says what a chore met; it has its next time"),
        new("Jobs/FactRegister.cs", 1, "a listener fails alone: what it was told of is true already"),
        new("Jobs/Job.cs", 1, "looks in the middle of trouble which orders a job is about, for the log"),
        new("Jobs/NodeClock.cs", 1, "keeps the last comparison until the next one"),
        new("Jobs/NodePresence.cs", 2, "takes its lock again after a pause; ends quietly with the node"),
        new("Jobs/WakeNodes.cs", 2, "listens again after a pause; ends quietly with the node"),
    ];

    /// <summary>The error goes on to whoever waits for the work.</summary>
    private static readonly Named[] s_carried =
    [
        new("Jobs/Checks/Audit.cs", 1, "makes a finding of it, and lets the other checks go on"),
        new("Jobs/Settling.cs", 2, "settles each alone where they failed together; hands over the culprit's error"),
        new("Orders/Door.cs", 2, "writes each alone where they failed together; gives the culprit's caller the error"),
        new("Relays/MailRelays.cs", 1, "what became of a mail counts, whether or not the relay's state can be noted"),
        new("Orders/KeyedChanges.cs", 2, "as the door does"),
        new("Storage/KeyedReads.cs", 1, "gives it to those who share the read"),
        new("Storage/SqliteWriter.cs", 1, "brings it from the writer's thread to its caller"),
    ];

    /// <summary>It lets go of what it holds, or keeps a doubt a doubt, and throws.</summary>
    private static readonly Named[] s_thrownOn =
    [
        new("Callbacks/CallbackCall.cs", 1, "does not read the rest of a body that breaks off"),
        new("Commands/ServeCommand.cs", 1, "stops what has begun where it cannot listen"),
        new("Distribution/Email/Bounces/BoundedListener.cs", 1, "gives the place back that no connection took"),
        new("Distribution/Post/PrintFolder.cs", 2, "deletes the half file; says why the folder cannot be used"),
        new("Jobs/Network/CheckedConnection.cs", 1, "lets go of the socket"),
        new("Jobs/JobQueue.cs", 1, "gives back what it claimed when the commit's answer was lost"),
        new("Storage/Database.cs", 7, "breaks a connection in doubt, repeats what was not written, names the outcome"),
        new("Storage/OpenStore.cs", 4, "lets go of the database; says why a store or its settings cannot be used"),
        new("Storage/PostgresBreak.cs", 1, "breaks the connection, whatever it says to that"),
        new("Storage/PostgresCommits.cs", 1, "leaves a commit in doubt whose server cannot be asked"),
        new("Storage/PostgresHold.cs", 1, "lets go of the connection"),
        new("Storage/PostgresPrepared.cs", 1, "lets go of the command"),
        new("Storage/PostgresSource.cs", 1, "lets go of the connection"),
        new("Storage/StoreLock.cs", 2, "lets go of the other locks; says why one cannot be taken"),
    ];

    /// <summary>Its filter names the few errors that it means, and they are answered in words.</summary>
    private static readonly Named[] s_ofSomeTypes =
    [
        new("Commands/CommandLine.cs", 1, "the file with the settings cannot be read"),
        new("Commands/MoveCommand.cs", 1, "the move did not end; it can be run again"),
        new("Commands/SendCommand.cs", 2, "no answer from the service: which key repeats it; reads the timeline again"),
        new("Commands/ProviderOptions.cs", 1, "says that the file with the key cannot be read"),
        new(
            "Distribution/Email/MailDomains.cs",
            1,
            "the DNS library fails at an answer with whatever comes: no verdict"
        ),
        new("Distribution/Email/Bounces/MaildirWay.cs", 2, "one file cannot be read now; the others go on"),
        new("Distribution/Email/Bounces/BounceReader.cs", 1, "a stranger's mail that cannot be read is kept as such"),
        new("Distribution/Post/PostChannel.cs", 1, "the disk takes no letter now: Deferred"),
        new("Health/Readiness.cs", 1, "the database cannot be read"),
        new("Health/ReadyProbe.cs", 2, "the database takes no writes, or was moved"),
        new(
            "Mail/SmtpConnection.cs",
            2,
            "a conversation that broke is an answer; one that we leave is closed either way"
        ),
        new("Mail/SmtpWire.cs", 1, "the connection failed, and at which step"),
        new("Relays/AccessTokens.cs", 1, "there is no token to be had, which is no recipient's fault"),
        new("Relays/DkimKey.cs", 2, "says why the key cannot be read"),
        new("Peppol/As4/As4Answer.cs", 1, "a stranger's answer that cannot be read proves nothing"),
        new("Peppol/As4/MimeParts.cs", 1, "a stranger's body that does not fall into parts is answered with an error"),
        new("Peppol/As4/ReadMessage.cs", 2, "a stranger's message that cannot be believed is answered with an error"),
        new(
            "Peppol/OwnCertificate.cs",
            1,
            "the file cannot be read: the old certificate stays, or the start is refused"
        ),
        new("Peppol/PeppolSettings.cs", 1, "a file of certificates cannot be read"),
        new("Peppol/SignedXmlDocument.cs", 1, "a stranger's signature that the library cannot read is not believed"),
        new("Peppol/SmlClient.cs", 1, "the DNS library reads a malformed answer with whatever comes: nobody knows"),
        new("Peppol/SmpAnswer.cs", 1, "a stranger's answer that cannot be read is not believed"),
        new("Storage/Secrets.cs", 1, "what cannot be decrypted is a finding"),
        new("Storage/KeyFile.cs", 3, "there is no key file, or it cannot be read or made"),
    ];

    public static IReadOnlyList<Named> All { get; } =
    [.. s_end, .. s_nextTime, .. s_carried, .. s_thrownOn, .. s_ofSomeTypes];

    /// <summary>The line numbers of a file's broad catches.</summary>
    public static IEnumerable<int> In(Sources.SourceFile file) =>
        from line in file.Lines.Index()
        where Broad().IsMatch(line.Item)
        select line.Index + 1;

    /// <summary>One line for each file that has another number of them than it is named with.</summary>
    public static IEnumerable<string> Violations(IEnumerable<Sources.SourceFile> files)
    {
        var named = All.ToDictionary(one => Service + one.File, one => one.Count, StringComparer.Ordinal);
        var found = files.ToDictionary(file => file.Path, file => In(file).ToArray(), StringComparer.Ordinal);
        return from path in named.Keys.Union(found.Keys, StringComparer.Ordinal)
            let lines = found.GetValueOrDefault(path) ?? []
            let expected = named.GetValueOrDefault(path)
            where lines.Length != expected
            select $"{path} has {lines.Length} broad catches (lines {string.Join(", ", lines)}) and is named in "
                + $"{nameof(BroadCatches)} with {expected}";
    }

    /// <param name="File">Under <c>src/Budstikke/</c>.</param>
    internal sealed record Named(string File, int Count, string Why);

    [GeneratedRegex(@"^\s*(\}\s*)?catch\b(?!\s*\(\s*(?!(System\.)?Exception\b))")]
    private static partial Regex Broad();
}
