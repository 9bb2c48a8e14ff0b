using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Budstikke.Clients;
using Budstikke.Storage;
using Budstikke.Tests.Callbacks;
using Budstikke.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Budstikke.Tests.Providers;

/// <summary>
/// Maventa on loopback, written after its published description: it gives tokens, takes invoices under the id of
/// whoever sends them, once, and tells what became of them. A fault comes where a test says so.
/// </summary>
internal sealed class FakeMaventa : IAsyncDisposable
{
    public const string Company = "0e0d5d3a-6f0b-4c5c-9d53-8a1a6d4f9b11";
    public const string Key = "the client's own key";
    public const string VendorKey = "the integrator's key";
    public const string Receiving = "RECEIVING";
    private readonly Receiver _server;
    private readonly ConcurrentDictionary<string, string> _tokens = new();
    private readonly ConcurrentQueue<string> _lookedUp = new();

    private FakeMaventa(Receiver server) => _server = server;

    /// <summary>By id.</summary>
    public ConcurrentDictionary<string, TakenInvoice> Taken { get; } = new();

    public IReadOnlyCollection<string> LookedUp => _lookedUp;

    public int TokensGiven { get; private set; }

    public string Consumer { get; set; } = Receiving;

    /// <summary>Null: as it should be. True: the test has answered the call itself.</summary>
    public Func<HttpContext, Task<bool>>? Fault { get; set; }

    /// <summary>Comes behind what was done, in the place of its answer.</summary>
    public Func<HttpContext, Task<bool>>? LostAnswer { get; set; }

    public Dictionary<string, string?> Settings =>
        new()
        {
            ["Ehf:Via"] = "maventa",
            ["EInvoice:Via"] = "maventa",
            ["Maventa:Url"] = _server.Address.ToString(),
            ["Maventa:VendorKey"] = VendorKey,
        };

    public static async Task<FakeMaventa> Start()
    {
        var server = await Receiver.Start();
        var fake = new FakeMaventa(server);
        server.Answer = fake.Take;
        return fake;
    }

    /// <summary>The client's account with it, as <c>client set</c> writes it.</summary>
    public static async Task GiveAccount(BudstikkeApp app)
    {
        var secrets = app.Services.GetRequiredService<Secrets>();
        var (changed, wrong) = await ChangeClient.Run(
            app.Acting,
            app.ClientId,
            client => client,
            _ => [],
            [new("maventa", Company, secrets.Encrypt(Key))]
        );
        wrong.ShouldBeEmpty();
        changed!.After.AccountWith("maventa")!.Company.ShouldBe(Company);
        // The client is kept for some seconds.
        app.Clock.Set(app.Clock.GetUtcNow().AddSeconds(10));
        await app.CompareClocks();
    }

    /// <summary>Another status, and an action that says why.</summary>
    public void Say(string status, params (string Key, string Type, string Message)[] actions)
    {
        foreach (var invoice in Taken.Values)
        {
            invoice.Status = status;
            invoice.Actions.AddRange(actions);
        }
    }

    /// <summary>The tokens that it gave are worth nothing from now on.</summary>
    public void ForgetTokens() => _tokens.Clear();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        var (request, path) = (context.Request, context.Request.Path.Value!);
        if (Fault is { } fault && await fault(context))
            return;
        if (path == "/oauth2/token")
        {
            await GiveToken(context);
            return;
        }
        if (!_tokens.ContainsKey(request.Headers.Authorization.ToString()))
        {
            await Answer(context, 401, new { code = "unauthorized", message = "The access token is not valid" });
            return;
        }
        switch (request.Method, path)
        {
            case ("GET", "/v1/lookup/consumers"):
                request.Query["routes"].ToString().ShouldBe("yes2all");
                _lookedUp.Enqueue(request.Query["ssn"].ToString());
                await Answer(
                    context,
                    200,
                    new { reference_id = "1", routes = new { yes2all = new { status = Consumer } } }
                );
                break;
            case ("POST", "/v1/invoices"):
                await TakeInvoice(context);
                break;
            default:
                await TellOf(context, path.Split('/')[^1]);
                break;
        }
    }

    private async Task GiveToken(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        MaventaContract.Check("/oauth2/token", form);
        if (form["client_id"] != Company || form["client_secret"] != Key || form["vendor_api_key"] != VendorKey)
        {
            await Answer(context, 401, new { error = "invalid_client", error_description = "unknown" });
            return;
        }
        var token = Guid.NewGuid().ToString("N");
        _tokens[$"Bearer {token}"] = token;
        TokensGiven++;
        await Answer(
            context,
            200,
            new
            {
                access_token = token,
                token_type = "bearer",
                expires_in = 3600,
            }
        );
    }

    private async Task TakeInvoice(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        MaventaContract.Check("/v1/invoices", form);
        var file = form.Files.ShouldHaveSingleItem();
        using var content = new MemoryStream();
        await file.CopyToAsync(content);
        var id = form["uuid"].ToString();
        var isNew = Taken.TryAdd(
            id,
            new(form.ToDictionary(field => field.Key, field => field.Value.ToString()), content.ToArray())
        );
        if (LostAnswer is { } lost && await lost(context))
            return;
        if (isNew)
            await Answer(context, 201, Shown(id));
        else
            await Answer(context, 422, new { code = "unprocessable", message = "uuid has been used" });
    }

    private Task TellOf(HttpContext context, string id) =>
        Taken.ContainsKey(id)
            ? Answer(context, 200, Shown(id))
            : Answer(context, 404, new { code = "not_found", message = "There is no such invoice" });

    private object Shown(string id)
    {
        var invoice = Taken[id];
        return new
        {
            id,
            status = invoice.Status,
            actions = invoice.Actions.Select(
                (action, i) =>
                    new
                    {
                        type = action.Type,
                        key = action.Key,
                        message = action.Message,
                        happened_at = $"2026-11-23T10:{i:D2}:00Z",
                    }
            ),
        };
    }

    public static Task Answer(HttpContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(JsonSerializer.Serialize(body));
    }
}

/// <summary>An invoice as the provider has it.</summary>
internal sealed record TakenInvoice(IReadOnlyDictionary<string, string> Fields, byte[] Content)
{
    public string Status { get; set; } = "PENDING";

    public List<(string Key, string Type, string Message)> Actions { get; } = [];
}

/// <summary>The published description, beside the repository where there is one: what a form may say.</summary>
internal static class MaventaContract
{
    private static readonly Lazy<JsonNode?> s_description = new(Read);

    public static bool IsThere => s_description.Value is not null;

    /// <summary>Each field is one of the description's, and has a value that it allows.</summary>
    public static void Check(string path, IFormCollection form)
    {
        if (s_description.Value is not { } description)
            return;
        var fields = description["paths"]![path]!["post"]!["parameters"]!
            .AsArray()
            .ToDictionary(field => field!["name"]!.GetValue<string>(), field => field!);
        foreach (var (name, values) in form)
        {
            fields.ShouldContainKey(name.Replace("[]", "", StringComparison.Ordinal), $"{path} has no field {name}");
            var field = fields[name.Replace("[]", "", StringComparison.Ordinal)];
            if ((field["enum"] ?? field["items"]?["enum"]) is JsonArray allowed)
                foreach (var value in values)
                    allowed.Select(one => one!.GetValue<string>()).ShouldContain(value, name);
        }
        foreach (var field in fields.Values.Where(field => field["required"]?.GetValue<bool>() == true))
            (
                form.ContainsKey(field["name"]!.GetValue<string>())
                || form.Files[field["name"]!.GetValue<string>()] is not null
            ).ShouldBeTrue($"{path} needs {field["name"]}");
    }

    private static JsonNode? Read()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var maventa = Path.Combine(folder.FullName, "shared", "providers", "maventa");
            if (
                Directory.Exists(maventa)
                && Directory.GetFiles(maventa, "*.swagger2.json").FirstOrDefault() is { } description
            )
                return JsonNode.Parse(File.ReadAllText(description));
        }
        return null;
    }
}
