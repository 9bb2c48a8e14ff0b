using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>
/// Reads the bounces that a mail server delivers into a Maildir. A mail is moved to <c>cur</c> as seen once it is kept,
/// and not before: what a node dies over, or cannot read now, is read again.
/// </summary>
internal sealed class MaildirWay(
    BounceSettings settings,
    TakeBounce take,
    Database database,
    NodeClock clock,
    ILogger<MaildirWay> log
) : Chore(s_interval, database, clock, log)
{
    private const string Way = "maildir";
    private const string Seen = ":2,S";
    private const int MaxMailsARound = 500;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    /// <summary>Mails that are kept and cannot be moved away: they hold up no other.</summary>
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    protected override string What => "Reading the Maildir of bounces";

    public override async Task Run(CancellationToken cancel)
    {
        if (settings.Maildir is not { } folder)
            return;
        foreach (var file in Unread(folder).Where(one => !_kept.Contains(one.Name)).Take(MaxMailsARound))
            if (await Read(file, cancel) is { } mail)
            {
                await take(mail, cancel);
                Move(file, Path.Combine(folder, "cur"));
            }
    }

    /// <summary>The oldest first. A mail program that looks at the folder moves mails to <c>cur</c>, and only marks
    /// what somebody has read.</summary>
    private static IEnumerable<FileInfo> Unread(string folder) =>
        new DirectoryInfo(Path.Combine(folder, "new"))
            .EnumerateFiles()
            .Concat(new DirectoryInfo(Path.Combine(folder, "cur")).EnumerateFiles().Where(file => !IsSeen(file.Name)))
            .OrderBy(file => file.LastWriteTimeUtc)
            .ThenBy(file => file.Name, StringComparer.Ordinal);

    private static bool IsSeen(string name) =>
        name.Split(":2,") is [_, var flags] && flags.Contains('S', StringComparison.Ordinal);

    /// <summary>Null where another node was faster, or where the file cannot be read: the others go on.</summary>
    private async Task<ReceivedBounce?> Read(FileInfo file, CancellationToken cancel)
    {
        try
        {
            await using var stream = file.OpenRead();
            var bytes = new byte[Math.Min(stream.Length, BounceReader.MaxReadBytes)];
            await stream.ReadExactlyAsync(bytes, cancel);
            return new(bytes, [], Way) { Bytes = stream.Length };
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            log.LogError(error, "{File} cannot be read; it is tried again", file.FullName);
            return null;
        }
    }

    private void Move(FileInfo file, string folder)
    {
        var name = file.Name.Split(":2,")[0];
        try
        {
            file.MoveTo(Path.Combine(folder, name + Seen), overwrite: true);
        }
        catch (FileNotFoundException)
        {
            // Another node has moved it: the mail is kept once whoever read it.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _kept.Add(file.Name);
            log.LogError(error, "{File} is kept and cannot be moved to {Folder}", file.FullName, folder);
        }
    }
}
