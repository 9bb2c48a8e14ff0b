namespace Budstikke.Clients;

internal static class Registration
{
    public static IServiceCollection AddClients(this IServiceCollection services) =>
        services.AddSingleton<ClientStore>();
}
