using System.CommandLine;
using System.Globalization;
using Budstikke.Clients;
using Budstikke.Jobs;

namespace Budstikke.Commands;

/// <summary><c>client secret</c>: what a client verifies its callbacks by.</summary>
internal static class SecretCommand
{
    private const string Now = "now";
    private const string MomentForm = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static Command Of(StoreOfCommand store) =>
        new("secret", "What a client verifies its callbacks by: checksum and signature.")
        {
            Rotate(store),
            Switch(store),
        };

    private static Command Rotate(StoreOfCommand store)
    {
        var id = ClientCommand.Id();
        var overlap = new Option<string>(Overlap.Name)
        {
            Description = "How long the earlier one signs on, beside the new one: 0, or like 30m, 24h, 7d.",
            DefaultValueFactory = _ => "0",
        };
        var checksumFrom = new Option<string?>("--checksum-from")
        {
            Description =
                "From when the checksum, of which there can be one, is the new secret's: a moment like "
                + $"2027-01-01T12:00:00Z within the overlap, or {Now}; by default the overlap's end.",
        };
        return store.Command(
            "rotate",
            "Makes a new callback secret and prints it as JSON, shown once. Callbacks use it from now on, repeats "
                + "included; with an overlap the earlier one too.",
            work =>
            {
                var wrong = new List<string>();
                var time = Overlap.Read(work.Said.GetRequiredValue(overlap), CallbackSecret.MaxOverlap, wrong);
                var rotation = new Rotation(time, ReadMoment(work, checksumFrom, wrong));
                if (wrong.Count == 0 && rotation.Fault(work.Now) is { } fault)
                    wrong.Add(fault);
                return wrong.Count > 0
                    ? Task.FromResult(StoreWork.Refuse(work.Said, wrong))
                    : Rotate(work, work.Said.GetRequiredValue(id), rotation);
            },
            id,
            overlap,
            checksumFrom
        );
    }

    private static DateTimeOffset? ReadMoment(StoreWork work, Option<string?> option, List<string> wrong)
    {
        if (work.Said.GetValue(option) is not { } text)
            return null;
        if (text == Now)
            return work.Now;
        var isMoment = DateTimeOffset.TryParseExact(
            text,
            MomentForm,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        );
        if (!isMoment)
            wrong.Add($"{option.Name} must be a moment like 2027-01-01T12:00:00Z, or {Now}: {text}");
        return isMoment ? at : null;
    }

    private static async Task<int> Rotate(StoreWork work, string clientId, Rotation rotation)
    {
        var now = work.Now;
        var (callbackSecret, refusal) = await CallbackSecret.Rotate(work.Acting, clientId, (rotation, now));
        if (callbackSecret is null)
            return work.Fail(refusal!);
        var overlap = rotation.From(now);
        return work.Print(
            new
            {
                clientId,
                callbackSecret,
                overlapUntil = overlap is null ? null : Moments.Text(overlap.Until),
                checksumFrom = overlap is null ? null : Moments.Text(overlap.ChecksumFrom),
            }
        );
    }

    private static Command Switch(StoreOfCommand store)
    {
        var id = ClientCommand.Id();
        return store.Command(
            "switch",
            "Makes the checksum the new secret's from now on, before its time in an overlap. The earlier one signs on.",
            async work =>
            {
                var clientId = work.Said.GetRequiredValue(id);
                var now = work.Now;
                if (await CallbackSecret.SwitchChecksum(work.Acting, clientId, now) is { } refusal)
                    return work.Fail(refusal);
                if (work.Said.GetValue(store.Json))
                    return work.Print(new { clientId, checksumFrom = Moments.Text(now) });
                await work.Out.WriteLineAsync($"The checksum of {clientId} is the newest secret's from now on.");
                return 0;
            },
            id
        );
    }
}
