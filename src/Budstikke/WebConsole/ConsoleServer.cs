using System.Text.Unicode;
using Budstikke.Callbacks;
using Budstikke.Clients;
using Budstikke.CustomerService;
using Budstikke.Distribution;
using Budstikke.Invoicing;
using Budstikke.Orders;
using Budstikke.Storage;
using Budstikke.Timeline;
using Budstikke.Users;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;

namespace Budstikke.WebConsole;

/// <summary>
/// The pages, in a web application of their own beside the API's: what one takes the other never sees, neither the
/// cookie nor the token, and neither can be on the other's address by accident.
/// </summary>
internal sealed class ConsoleServer(ConsoleSettings settings, IServiceProvider rooms, ILoggerFactory logs)
    : IHostedService,
        IAsyncDisposable
{
    private const int MaxConnections = 1000;
    public const int MaxBodyBytes = 64 * 1024;
    private static readonly TimeSpan s_headers = TimeSpan.FromSeconds(10);
    private WebApplication? _app;

    /// <summary>Where it listens, once it does.</summary>
    public Uri Address => new(_app!.Urls.First());

    /// <summary>Every way in, for the table of who may go where.</summary>
    public IReadOnlyList<Endpoint> Endpoints => _app!.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new() { ApplicationName = typeof(ConsoleServer).Assembly.GetName().Name }
        );
        builder
            .WebHost.UseKestrelCore()
            .UseUrls(settings.Urls)
            .ConfigureKestrel(server =>
            {
                server.AddServerHeader = false;
                server.Limits.MaxConcurrentConnections = MaxConnections;
                server.Limits.MaxRequestBodySize = MaxBodyBytes;
                server.Limits.RequestHeadersTimeout = s_headers;
            });
        AddRooms(builder.Services);
        builder
            .Services.AddSingleton(logs)
            .AddSingleton(settings)
            .AddSingleton<Doorkeeper>()
            .AddSingleton<OrderView>()
            .Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new(UnicodeRanges.All))
            .AddRouting()
            .AddRazorPages(options =>
            {
                options.RootDirectory = "/WebConsole/Pages";
                // Ours is bound to the session and holds on every node without a shared key ring (Doorkeeper).
                options.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute());
            })
            .AddApplicationPart(typeof(ConsoleServer).Assembly);
        _app = builder.Build();
        var door = _app.Services.GetRequiredService<Doorkeeper>();
        // What is not there, another's, refused or failed has one page.
        _app.UseForwardedHeaders();
        _app.UseExceptionHandler("/problem/500");
        _app.UseStatusCodePagesWithReExecute("/problem/{0}");
        _app.Use(door.Let);
        _app.UseRouting();
        _app.MapRazorPages();
        Assets.Map(_app);
        DocumentFiles.Map(_app);
        await _app.StartAsync(cancellationToken);
        logs.CreateLogger("Budstikke").LogInformation("The console is on {Urls}", string.Join(", ", _app.Urls));
    }

    /// <summary>The rooms' own, as they are: what is given here is not disposed with the pages.</summary>
    private void AddRooms(IServiceCollection services) =>
        services
            .AddSingleton(rooms.GetRequiredService<TimeProvider>())
            // As the API has it: behind a proxy everybody would else come from one address.
            .AddSingleton(rooms.GetRequiredService<IOptions<ForwardedHeadersOptions>>())
            .AddSingleton(rooms.GetRequiredService<Database>())
            .AddSingleton(rooms.GetRequiredService<Secrets>())
            .AddSingleton(rooms.GetRequiredService<Sessions>())
            .AddSingleton(rooms.GetRequiredService<SignIn>())
            .AddSingleton(rooms.GetRequiredService<FailedTries>())
            .AddSingleton(rooms.GetRequiredService<ClientStore>())
            .AddSingleton(rooms.GetRequiredService<OrderStore>())
            .AddSingleton(rooms.GetRequiredService<InvoiceStore>())
            .AddSingleton(rooms.GetRequiredService<SearchOrders>())
            .AddSingleton(rooms.GetRequiredService<Cases>())
            .AddSingleton(rooms.GetRequiredService<CaseStore>())
            .AddSingleton(rooms.GetRequiredService<WorkOnCase>())
            .AddSingleton(rooms.GetRequiredService<NoteOrder>())
            .AddSingleton(rooms.GetRequiredService<CallbackLog>())
            .AddSingleton(rooms.GetRequiredService<CancelOrder>())
            .AddSingleton(rooms.GetRequiredService<ResendInvoice>())
            .AddSingleton(rooms.GetRequiredService<RefundOrder>())
            .AddSingleton(rooms.GetRequiredService<RefundStore>());

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_app is not null)
            await _app.StopAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }
}
