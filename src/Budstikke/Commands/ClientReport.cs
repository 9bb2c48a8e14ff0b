using Budstikke.Callbacks;
using Budstikke.Clients;
using Budstikke.Jobs;
using Spectre.Console;

namespace Budstikke.Commands;

/// <summary>Clients and their tokens as a terminal and a program read them.</summary>
internal static class ClientReport
{
    public static object Line(ClientRow row)
    {
        var client = row.ToClient();
        return new
        {
            row.ClientId,
            client.Seller.Name,
            Mode = Lower(client.Mode),
            client.Seller.OrganizationNumber,
            CreatedAt = Moments.Text(row.CreatedAt),
        };
    }

    public static object Whole(
        ClientRow row,
        IEnumerable<TokenRow> tokens,
        IEnumerable<EndpointHealth> servers,
        Func<ProviderAccount, string> hintsTo,
        DateTimeOffset now
    )
    {
        var client = row.ToClient();
        return new
        {
            client.ClientId,
            Mode = Lower(client.Mode),
            client.Seller,
            client.Settings,
            Accounts = client.Accounts.Select(account => new
            {
                account.Provider,
                account.Company,
                HintsTo = hintsTo(account),
            }),
            client.KidPrefix,
            CreatedAt = Moments.Text(row.CreatedAt),
            CallbackOverlap = OpenAt(row, now) is { } open
                ? new { Until = Moments.Text(open.Until), ChecksumFrom = Moments.Text(open.ChecksumFrom) }
                : null,
            Tokens = tokens.Select(token => TokenOf(token, now)),
            Endpoints = servers.Select(server => EndpointReport.ShapeOf(server, now)),
        };
    }

    public static object TokenOf(TokenRow token, DateTimeOffset now) =>
        new
        {
            token.Name,
            Scopes = ScopeTexts.Parse(token.Scopes)?.Words(),
            State = token.StateAt(now),
            CreatedAt = Moments.Text(token.CreatedAt),
            ExpiresAt = Text(token.ExpiresAt),
            RevokedAt = Text(token.RevokedAt),
            LastUsedAt = Text(token.LastUsedAt),
        };

    public static void Render(IEnumerable<ClientRow> clients, IAnsiConsole console)
    {
        var table = Table("Client", "Name", "Mode", "Org. number", "Added (UTC)");
        foreach (var row in clients)
        {
            var client = row.ToClient();
            AddRow(
                table,
                row.ClientId,
                client.Seller.Name,
                Lower(client.Mode),
                client.Seller.OrganizationNumber,
                Moments.Short(row.CreatedAt)
            );
        }
        console.Write(table);
    }

    /// <param name="hintsTo">The path where a provider tells that it has news.</param>
    public static void Render(
        ClientRow row,
        IEnumerable<TokenRow> tokens,
        Func<ProviderAccount, string> hintsTo,
        DateTimeOffset now,
        IAnsiConsole console
    )
    {
        var client = row.ToClient();
        var table = Table("What", "Value");
        AddRow(table, "client", client.ClientId);
        AddRow(table, "mode", Lower(client.Mode));
        foreach (var (what, value) in ClientChanges.Values(client))
            AddRow(table, what, value);
        foreach (var account in client.Accounts)
            AddRow(table, $"hints of {account.Provider} to", hintsTo(account));
        AddRow(table, "KID prefix", client.KidPrefix);
        AddRow(table, "added (UTC)", Moments.Short(row.CreatedAt));
        if (OpenAt(row, now) is { } open)
        {
            AddRow(table, "two callback secrets until (UTC)", Moments.Short(open.Until));
            AddRow(table, "checksum of the newest from (UTC)", Moments.Short(open.ChecksumFrom));
        }
        console.Write(table);
        Render(tokens, now, console);
    }

    public static void Render(IEnumerable<TokenRow> tokens, DateTimeOffset now, IAnsiConsole console)
    {
        var table = Table("Token", "Scopes", "State", "Expires (UTC)", "Last used");
        foreach (var token in tokens)
            AddRow(
                table,
                token.Name,
                token.Scopes,
                token.StateAt(now),
                Short(token.ExpiresAt),
                Short(token.LastUsedAt)
            );
        console.Write(table);
    }

    private static SecretOverlap? OpenAt(ClientRow row, DateTimeOffset now) =>
        row.CallbackOverlap is { } overlap && overlap.IsOpen(now) ? overlap : null;

    /// <summary>What whoever adds a client or token chose gives way on a narrow terminal; ids and moments stand
    /// whole.</summary>
    private static Table Table(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
            table.AddColumn(
                column is "Name" or "Token" or "Value" ? new TableColumn(column) : new TableColumn(column).NoWrap()
            );
        return table;
    }

    /// <summary>Texts, no markup: a name may hold square brackets.</summary>
    private static void AddRow(Table table, params string[] values) =>
        table.AddRow(values.Select(value => new Text(value)));

    private static string Short(long? milliseconds) => milliseconds is { } at ? Moments.Short(at) : "never";

    private static string? Text(long? milliseconds) => milliseconds is { } at ? Moments.Text(at) : null;

    private static string Lower(ClientMode mode) => mode.ToString().ToLowerInvariant();
}
