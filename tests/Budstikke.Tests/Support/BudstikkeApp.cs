using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Jobs;
using Budstikke.Orders;
using Budstikke.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Budstikke.Tests.Support;

/// <summary>The whole service in a test, with a test clock and channels that answer as the story says. It works on jobs only when told to.</summary>
internal sealed class BudstikkeApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _folder;
    private readonly bool _keepsFolder;

    private BudstikkeApp(WebApplication app, TestClock clock, string folder, bool keepsFolder, FakeChannel[] channels)
    {
        (_app, Clock, _folder, _keepsFolder) = (app, clock, folder, keepsFolder);
        (Ehf, EInvoice, Email, Post) = (channels[0], channels[1], channels[2], channels[3]);
    }

    public static DateTimeOffset Monday { get; } = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    public TestClock Clock { get; }

    public FakeChannel Ehf { get; }

    public FakeChannel EInvoice { get; }

    public FakeChannel Email { get; }

    public FakeChannel Post { get; }

    public FakeServiceMail ServiceMails { get; private init; } = null!;

    public Caller Caller { get; private set; } = null!;

    public AddedClient Added { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public Database Database => Services.GetRequiredService<Database>();

    public string Folder => _folder;

    /// <summary>A folder to come back to after a "crash"; the caller deletes it.</summary>
    public static async Task<BudstikkeApp> Start(
        string? folder = null,
        DateTimeOffset? now = null,
        IDictionary<string, string?>? settings = null
    )
    {
        var keepsFolder = folder is not null;
        folder ??= Directory.CreateTempSubdirectory("budstikke-").FullName;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["Storage:Sqlite"] = Path.Combine(folder, "budstikke.db"),
                ["Secrets:KeyFile"] = Path.Combine(folder, "budstikke.key"),
                ["Node:Roles"] = "api",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            }
        );
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        var clock = new TestClock(now ?? Monday);
        FakeChannel[] channels = [.. Enum.GetValues<Channel>().Select(channel => new FakeChannel(channel))];
        var serviceMails = new FakeServiceMail();
        var app = await Service.Build(
            builder,
            clock,
            services =>
                services
                    .AddSingleton(new SimulatedChannels(channels, ServesLiveClients: true))
                    .AddSingleton<SendServiceMail>(serviceMails.Send)
        );
        var started = new BudstikkeApp(app, clock, folder, keepsFolder, channels) { ServiceMails = serviceMails };
        await started.FindOrAddClient();
        return started;
    }

    private async Task FindOrAddClient()
    {
        var existing = await Database.Read(session => session.Query<string>("SELECT client_id FROM clients"));
        if (existing.Count == 0)
            Added = await AddClient(SampleClient);
        var clientId = existing.Count == 0 ? Added.ClientId : existing[0];
        Caller = new((await Services.GetRequiredService<ClientStore>().Find(clientId))!, "first");
    }

    public static NewClient SampleClient { get; } =
        new()
        {
            Name = "Frisør AS",
            OrganizationNumber = "988077917",
            Account = "86011117947",
            Email = "post@frisor.example",
            Street = "Luramyrveien 65",
            PostCode = "4313",
            City = "Sandnes",
            DeliveryPlace = "Sandnes",
            ZeroRateCategory = Budstikke.Documents.Vat.VatCategory.Z,
        };

    public Task<AddedClient> AddClient(NewClient client) =>
        Budstikke.Clients.AddClient.Run(
            Database,
            Services.GetRequiredService<Secrets>(),
            new IdSequence(Database, "CLT"),
            client,
            Clock
        );

    public async Task<string> Submit(Order order, string? personalNumber = null)
    {
        var digits = personalNumber is null ? null : new PersonalDigits(personalNumber);
        var answer = await Services.GetRequiredService<Door>().Accept(new(Caller, order, digits, [], null));
        return answer.ShouldBeOfType<OrderStored>().OrderId;
    }

    /// <summary>Works until nothing is due.</summary>
    public Task RunJobs() => Services.GetRequiredService<Worker>().RunDue();

    /// <summary>Lets time pass, and works on each job at the moment it becomes due.</summary>
    public async Task Wait(TimeSpan time)
    {
        var end = Clock.GetUtcNow() + time;
        while (await NextDue() is { } due && due <= end)
        {
            if (due > Clock.GetUtcNow())
                Clock.Set(due);
            await RunJobs();
        }
        Clock.Set(end);
        await RunJobs();
    }

    private async Task<DateTimeOffset?> NextDue() =>
        await Database.Read(session => session.QueryOne<long?>("SELECT min(due_at) FROM jobs")) is { } due
            ? DateTimeOffset.FromUnixTimeMilliseconds(due)
            : null;

    /// <summary>The kinds of facts on the order's timeline, oldest first.</summary>
    public async Task<IReadOnlyList<string>> Timeline(string orderId) =>
        [.. (await Database.Read(session => FactRow.Of(session, orderId))).Select(fact => fact.Kind)];

    public async Task<string> StateOf(string orderId) =>
        (await Services.GetRequiredService<OrderStore>().Find(orderId))!.State;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (!_keepsFolder)
            Directory.Delete(_folder, recursive: true);
    }
}
