using System.CommandLine;
using System.Globalization;
using Budstikke.Clients;

namespace Budstikke.Commands;

/// <summary><c>client token</c>: what a client's programs call with.</summary>
internal static class TokenCommand
{
    private const string Never = "never";
    private static readonly string[] s_moments = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss'Z'"];

    public static Command Of(StoreOfCommand store) =>
        new("token", "What a client's programs call with. Each change counts from the next request, on every node.")
        {
            Add(store),
            List(store),
            Revoke(store),
            Rotate(store),
        };

    private static Command Add(StoreOfCommand store)
    {
        var id = ClientCommand.Id();
        var name = new Option<string>("--name")
        {
            Description =
                "What it is for; the timeline of an order says it. Letters, digits, dots, dashes, underscores.",
            Required = true,
        };
        var scopes = new Option<string>("--scopes")
        {
            Description = "read, write, bounces, with commas between. None implies another.",
            DefaultValueFactory = _ => "read,write",
        };
        var expires = new Option<string>("--expires")
        {
            Description = "When it ends: a day (its beginning in UTC) or a moment like 2027-01-01T12:00:00Z.",
            DefaultValueFactory = _ => Never,
        };
        return store.Command(
            "add",
            "Adds a token and prints it as JSON; it is shown once. Others work on.",
            work =>
            {
                var said = work.Said;
                var wrong = new List<string>();
                var wanted = new NewToken(
                    said.GetRequiredValue(name),
                    ScopesOf(said.GetRequiredValue(scopes), wrong),
                    ExpiryOf(said.GetValue(expires), wrong)?.At
                );
                wrong.AddRange(Tokens.Check(wanted, work.Now));
                return wrong.Count > 0
                    ? Task.FromResult(StoreWork.Refuse(said, wrong))
                    : Print(work, new Tokens(work.Acting).Add(said.GetRequiredValue(id), wanted));
            },
            id,
            name,
            scopes,
            expires
        );
    }

    private static Command List(StoreOfCommand store)
    {
        var id = ClientCommand.Id();
        return store.Reading(
            "list",
            "Lists the tokens that a client has or had, and when each was last used, to the minute.",
            async work =>
            {
                var tokens = await new Tokens(work.Acting).List(work.Said.GetRequiredValue(id));
                // Every client is added with a token, so no tokens means no such client.
                if (tokens.Count == 0)
                    return work.Fail(ClientStore.Unknown(work.Said.GetRequiredValue(id)));
                if (work.Said.GetValue(store.Json))
                    return work.Print(tokens.Select(token => ClientReport.TokenOf(token, work.Now)));
                ClientReport.Render(tokens, work.Now, Terminal.On(work.Out));
                return 0;
            },
            id
        );
    }

    private static Command Revoke(StoreOfCommand store)
    {
        var (id, name) = (ClientCommand.Id(), Name());
        return store.Command(
            "revoke",
            "Ends a token at once: the next request with it is refused, on every node.",
            async work =>
            {
                var (clientId, token) = (work.Said.GetRequiredValue(id), work.Said.GetRequiredValue(name));
                if (await new Tokens(work.Acting).Revoke(clientId, token) is { } refusal)
                    return work.Fail(refusal);
                if (work.Said.GetValue(store.Json))
                    return work.Print(
                        new
                        {
                            clientId,
                            name = token,
                            revokedAt = work.Now,
                        }
                    );
                await work.Out.WriteLineAsync($"{token} of {clientId} is revoked.");
                return 0;
            },
            id,
            name
        );
    }

    private static Command Rotate(StoreOfCommand store)
    {
        var (id, name) = (ClientCommand.Id(), Name());
        var overlap = new Option<string>(Overlap.Name)
        {
            Description = "How long the old one works on: 0, or like 30m, 24h, 7d.",
            DefaultValueFactory = _ => "24h",
        };
        var expires = new Option<string?>("--expires")
        {
            Description =
                $"When the new one ends: a day, a moment, or {Never}. Must be given where the old one has an end.",
        };
        return store.Command(
            "rotate",
            "Makes a new token of the same name and scopes and prints it as JSON; it is shown once.",
            work =>
            {
                var said = work.Said;
                var wrong = new List<string>();
                var (time, expiry) = (
                    Overlap.Read(said.GetRequiredValue(overlap), Tokens.MaxOverlap, wrong),
                    ExpiryOf(said.GetValue(expires), wrong)
                );
                wrong.AddRange(Tokens.Check(expiry?.At, work.Now));
                return wrong.Count > 0
                    ? Task.FromResult(StoreWork.Refuse(said, wrong))
                    : Print(
                        work,
                        new Tokens(work.Acting).Rotate(
                            said.GetRequiredValue(id),
                            said.GetRequiredValue(name),
                            time,
                            expiry
                        )
                    );
            },
            id,
            name,
            overlap,
            expires
        );
    }

    private static async Task<int> Print(StoreWork work, Task<(IssuedToken? Issued, string? Refusal)> made)
    {
        var (issued, refusal) = await made;
        return issued is null ? work.Fail(refusal!) : work.Print(issued);
    }

    private static Argument<string> Name() => new("NAME") { Description = "The token's name, as listed." };

    private static Scopes ScopesOf(string text, List<string> wrong)
    {
        if (ScopeTexts.Parse(text) is { } scopes)
            return scopes;
        wrong.Add($"--scopes must be of read, write and bounces, with commas between: {text}");
        return Scopes.None;
    }

    private static Expiry? ExpiryOf(string? text, List<string> wrong)
    {
        if (text is null or Never)
            return text is null ? null : new(null);
        var isMoment = DateTimeOffset.TryParseExact(
            text,
            s_moments,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        );
        if (isMoment)
            return new(at);
        wrong.Add($"--expires must be a day like 2027-01-01, a moment like 2027-01-01T12:00:00Z, or {Never}: {text}");
        return null;
    }
}
