namespace Budstikke.WebConsole;

internal static class Registration
{
    /// <summary>The console on an address of its own, where it is switched on.</summary>
    public static IServiceCollection AddWebConsole(this IServiceCollection services, IConfiguration settings)
    {
        if (ConsoleSettings.Of(settings) is { } console)
            services
                .AddSingleton(console)
                .AddSingleton<ConsoleServer>()
                .AddHostedService(provider => provider.GetRequiredService<ConsoleServer>());
        return services;
    }
}
